//! What is said beside an answer: how much of it is seen, what is hidden, what dates could not be asked of, and, where
//! nothing was found, what would find something. Results never come here; `--quiet` silences all of it.

use std::io::{IsTerminal, Write};

use super::args::Globals;
use super::narrow::NarrowArgs;
use super::topics::Asked;
use super::{progress, written};
use crate::engine::Engine;
use crate::error::Result;
use crate::output::{self, Printer, Seen, Style};
use crate::query::Query;
use crate::search::{self, Request, Wording};

/// What the words beside an answer depend on.
pub(super) struct Told<'t> {
    pub engine: &'t Engine,
    pub narrow: &'t NarrowArgs,
    pub globals: &'t Globals,
}

impl Told<'_> {
    /// Beside hits. The closing line is the last of what a person reads: on a terminal below the hits, else on
    /// standard error.
    pub(super) fn answer(
        &self,
        asked: &Asked,
        request: &Request,
        seen: &Seen,
        printer: &Printer,
        style: &Style,
        out: &mut dyn Write,
    ) -> Result<()> {
        if self.globals.quiet {
            return Ok(());
        }
        let topic = asked.topic.as_ref().map(|id| format!("{id}: ")).unwrap_or_default();
        if request.like.is_none() {
            self.undated(&topic, &request.tree)?;
        }
        let empty = seen.is_empty();
        if printer.tally && style.terminal && !empty {
            output::closing(&format!("{topic}{}", output::tally(seen)), style, out)
                .map_err(|e| written(&e))?;
        } else if printer.tally || (empty && (seen.total() > 0 || std::io::stderr().is_terminal())) {
            progress::said(self.globals, &format!("{topic}{}", output::tally(seen)));
        }
        if seen.total() == 0 && request.like.is_none() && std::io::stderr().is_terminal() {
            for line in self.hints(&asked.text, &request.tree)? {
                progress::said(self.globals, &format!("  {line}"));
            }
        }
        Ok(())
    }

    /// Beside counts.
    pub(super) fn count(&self, tree: &Query) -> Result<()> {
        if self.globals.quiet {
            return Ok(());
        }
        let hidden = search::hidden(self.engine, tree, self.narrow.view(self.globals)?)?;
        if hidden > 0 {
            progress::remark(self.globals, &output::hidden(hidden));
        }
        self.undated("", tree)
    }

    /// Undated stories that dates were asked of in vain, though their datelines have a day.
    fn undated(&self, topic: &str, tree: &Query) -> Result<()> {
        let found = search::undated(self.engine, tree, self.narrow.view(self.globals)?)?;
        if let Some(line) = output::undated(&found) {
            progress::remark(self.globals, &format!("{topic}{line}"));
        }
        Ok(())
    }

    /// What keeps a query from finding anything, and what would find something.
    fn hints(&self, text: &str, tree: &Query) -> Result<Vec<String>> {
        let read = |text: &str, any: bool| self.narrow.reread(text, any, self.globals);
        let wording = Wording { text, any: self.narrow.any, read: &read };
        let made = search::nothing(self.engine, tree, &wording, self.narrow.view(self.globals)?)?;
        Ok(made.iter().flat_map(output::nothing).collect())
    }
}
