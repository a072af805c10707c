//! A reader that panics fails on its member alone: the next one is still read.
//!
//! The bytes are anybody's, and a mistake of ours in one reader must not cost the other files of a run. Knows no
//! format. Tests and fuzzers call [`read`] itself, where a panic is to be seen.

use super::{Format, Outcome, Sink, read};
use crate::date::wire::Hints;
use crate::error::{Error, ErrorKind, Result};
use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// [`read`], with a panic made an error of the member. Stories that came before it stay with the sink.
///
/// # Errors
/// Those of [`read`]; [`ErrorKind::Format`] where the reader panics.
pub fn read_guarded(
    name: &str,
    bytes: &mut dyn BufRead,
    forced: Option<&'static Format>,
    hints: &Hints,
    sink: &mut dyn Sink,
) -> Result<Outcome> {
    // Nothing of the reader's is looked at again; sink and stream hold whole stories and whole bytes.
    catch_unwind(AssertUnwindSafe(|| read(name, bytes, forced, hints, sink)))
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::Format, "the reader failed on this; please report it")))
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;
    use crate::story::Story;
    use std::ops::ControlFlow;

    /// One story, then a panic.
    static BREAKS: Format = Format {
        name: "breaks",
        about: "",
        extensions: &[],
        carries: &[],
        many: true,
        version: 1,
        sniff: |_| None,
        read: |_, sink| {
            let _ = sink.story(Story { headline: "Mill burns".into(), ..Story::default() });
            panic!("a reader's mistake")
        },
    };

    #[derive(Default)]
    struct Headlines(Vec<String>);

    impl Sink for Headlines {
        fn story(&mut self, story: Story) -> ControlFlow<()> {
            self.0.push(story.headline);
            ControlFlow::Continue(())
        }

        fn problem(&mut self, _error: Error) {}
    }

    #[test]
    fn a_panic_is_an_error_of_its_member() {
        let mut sink = Headlines::default();
        let read = |format, sink: &mut Headlines| {
            read_guarded(
                "a.txt",
                &mut &b"Mill rises\n\nIt was built again."[..],
                format,
                &Hints::default(),
                sink,
            )
        };
        let error = read(Some(&BREAKS), &mut sink).err().map(|error| (error.kind, error.message));
        assert_eq!(error.map(|(kind, _)| kind), Some(ErrorKind::Format));
        assert!(read(None, &mut sink).is_ok());
        assert_eq!(sink.0, ["Mill burns", "Mill rises"]);
    }
}
