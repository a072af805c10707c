//! `morgue read`: files to stories, without an index.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::args::Globals;
use super::{Exit, index, progress, written};
use crate::date::wire::Hints;
use crate::enrich::enrich;
use crate::error::{Error, Result};
use crate::ingest::naming;
use crate::output;
use crate::readers::{self, Format, Sink};
use crate::sanitize;
use crate::source::{self, Filter, Limits, Member, Step};
use crate::story::Story;

/// Characters of a note that `--why` prints.
const WIDEST: usize = 100;

/// Parses files without an index: one story a line as JSON, with everything that was found in it and
/// what had to be guessed (`notes`).
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 all read, 1 some failed, 2 error.

Examples:
  morgue read corpus/quirks/latin-1.txt | jq .dateline
  morgue read corpus/archives | jq -r '[.published, .headline] | @tsv'
  cat corpus/jsonl/kauri-coast.jsonl | morgue read - --format json-lines
  morgue read --why corpus/scraped                  # why a format was chosen")]
pub struct Args {
    /// Files or folders; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Read as this format instead of guessing (see `morgue formats`)
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// Print which format each input was taken for and why, and what was guessed, instead of the stories
    #[arg(long)]
    why: bool,
}

pub(super) fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> Result<Exit> {
    let mut reading = Reading {
        out,
        globals,
        format: args.format.as_deref().map(index::format).transpose()?,
        hints: Hints { zone: globals.zone()?, ..Hints::default() },
        why: args.why,
        path: String::new(),
        member: None,
        told: Vec::new(),
        guesses: Vec::new(),
        failed: false,
        broken_output: None,
    };
    for file in &args.files {
        if file.as_os_str() == "-" {
            reading.standard_input();
        } else {
            reading.folder_or_file(file)?;
        }
        if let Some(error) = reading.broken_output.take() {
            return Err(error);
        }
    }
    Ok(if reading.failed { Exit::Something } else { Exit::Ok })
}

/// What was guessed, skipped or repaired: a code of notes, and where it came first.
struct Guess {
    code: String,
    first: String,
    stories: usize,
}

/// What is being read and where it goes.
struct Reading<'o> {
    out: &'o mut dyn Write,
    globals: &'o Globals,
    format: Option<&'static Format>,
    hints: Hints,
    why: bool,
    path: String,
    member: Option<String>,
    /// Errors of this file already said.
    told: Vec<String>,
    /// What the notes of the stories of this member say, a row a code.
    guesses: Vec<Guess>,
    failed: bool,
    broken_output: Option<Error>,
}

impl Reading<'_> {
    fn folder_or_file(&mut self, file: &PathBuf) -> Result<()> {
        for root in source::roots(std::slice::from_ref(file))? {
            for step in source::walk(&root, &Filter::default()) {
                match step {
                    Step::File(found) => {
                        self.begin(&found.path);
                        let mut problems = Vec::new();
                        let visit = &mut |member: &mut Member<'_>| self.member(member);
                        let opened =
                            source::open(&found.disk, &Limits::default(), visit, &mut |p| problems.push(p));
                        self.end(problems.into_iter().chain(opened.err()).collect());
                    }
                    Step::Skipped { path, reason } => {
                        progress::detail(self.globals, &format!("{path}: not read: {reason}"));
                    }
                    Step::Failed(error) => {
                        self.failed = true;
                        progress::complain(&error);
                    }
                }
                if self.broken_output.is_some() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn standard_input(&mut self) {
        self.begin("-");
        let mut problems = Vec::new();
        let mut input = std::io::stdin().lock();
        let visit = &mut |member: &mut Member<'_>| self.member(member);
        source::open_stream("-", &mut input, &Limits::default(), visit, &mut |p| problems.push(p));
        self.end(problems);
    }

    fn begin(&mut self, path: &str) {
        path.clone_into(&mut self.path);
        self.told.clear();
    }

    fn end(&mut self, problems: Vec<Error>) {
        self.member = None;
        for problem in problems {
            self.complain(problem);
        }
    }

    fn member(&mut self, member: &mut Member<'_>) -> ControlFlow<()> {
        self.member.clone_from(&member.member);
        self.guesses.clear();
        if let Some(reason) = &member.passed_over {
            self.reason(&format!("not a story: {reason}"));
            return self.go_on();
        }
        let name = naming::hint_name(&self.path, member);
        let hints = self.hints.clone();
        match readers::read_or_fail(&name, &mut *member.bytes, self.format, &hints, self) {
            Ok(readers::Outcome::Read { format, reason, stories, .. }) => {
                let plural = if stories == 1 { "story" } else { "stories" };
                self.reason(&format!("{}: {reason}; {stories} {plural}", format.name));
                self.guessed();
            }
            Ok(readers::Outcome::Empty) => self.reason("empty"),
            Ok(readers::Outcome::NotAStory(reason)) => self.reason(&format!("not a story: {reason}")),
            Err(error) => self.complain(error),
        }
        self.go_on()
    }

    fn reason(&mut self, text: &str) {
        let place = naming::place(&self.path, self.member.as_deref());
        if self.why {
            let written_so = writeln!(self.out, "{place}: {text}");
            self.remember(written_so);
        } else {
            progress::detail(self.globals, &format!("{place}: {text}"));
        }
    }

    /// Below the reason: each kind of guess once, with the first of its kind.
    fn guessed(&mut self) {
        for guess in std::mem::take(&mut self.guesses) {
            let more = if guess.stories > 1 {
                format!(" (and in {} more)", guess.stories - 1)
            } else {
                String::new()
            };
            let written_so = writeln!(self.out, "  {}: {}{more}", guess.code, guess.first);
            self.remember(written_so);
        }
    }

    /// Keeps what a story's notes say for [`Self::guessed`].
    fn note(&mut self, story: &Story) {
        let mut here: Vec<&str> = Vec::new();
        for note in story.notes.iter() {
            if here.contains(&note.code.as_str()) {
                continue;
            }
            here.push(&note.code);
            if let Some(known) = self.guesses.iter_mut().find(|guess| guess.code == note.code) {
                known.stories += 1;
                continue;
            }
            let place = story.source.member.as_deref().and_then(|member| member.rsplit_once('#'));
            let place = place.map(|(_, number)| format!("#{number}, ")).unwrap_or_default();
            let line = note.line.map(|line| format!("line {line}, ")).unwrap_or_default();
            let text: String = note.text.chars().take(WIDEST).collect();
            let first = sanitize::line(&format!("{place}{line}{text}"));
            self.guesses.push(Guess { code: note.code.clone(), first, stories: 1 });
        }
    }

    fn complain(&mut self, error: Error) {
        let inside = naming::inner_member(self.member.as_deref(), error.place.member.clone());
        let error = Error { place: crate::error::Place { member: inside, ..error.place.clone() }, ..error };
        let error = error.at_path(self.path.as_str());
        self.failed = true;
        // The break of a stream is told twice: by its reader, and by whoever unpacked it.
        let known = self.told.contains(&error.message);
        if !known {
            progress::complain(&error);
            self.told.push(error.message);
        }
    }

    fn remember(&mut self, result: std::io::Result<()>) {
        if let Err(error) = result {
            self.broken_output.get_or_insert_with(|| written(&error));
        }
    }

    fn go_on(&self) -> ControlFlow<()> {
        if self.broken_output.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Sink for Reading<'_> {
    fn story(&mut self, mut story: Story) -> ControlFlow<()> {
        naming::identify(&mut story, &self.path, self.member.as_deref());
        enrich(&mut story);
        if self.why {
            self.note(&story);
        } else {
            let written_so = writeln!(self.out, "{}", output::story_json(&story));
            self.remember(written_so);
        }
        self.go_on()
    }

    fn problem(&mut self, error: Error) {
        self.complain(error);
    }
}
