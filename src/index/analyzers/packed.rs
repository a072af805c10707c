//! Terms laid out as text, so that the threads that enrich stories do the analysis and the
//! engine's indexing threads only split at blanks.
//!
//! A blank stands between words; a line break between the parts of a story that a phrase must not
//! cross (headline, caption, body): it moves the position on by [`GAP`].

use super::{TEXTS, Word, words_of_text};

/// Positions between two parts of a field: wider than any `NEAR/n` worth asking.
pub const GAP: usize = 100;

/// Packs the parts of one story.
#[derive(Debug, Default)]
pub struct Packer {
    story: u32,
    /// Unstemmed forms that differ from their stem, each once or, rarely, a few times.
    pub forms: String,
}

impl Packer {
    /// For a new story.
    pub fn new() -> Self {
        let story = TEXTS.get().wrapping_add(1);
        TEXTS.set(story);
        Packer { story, forms: String::new() }
    }

    /// Appends a part of running text to `out`; returns how many terms it has.
    pub fn text(&mut self, text: &str, out: &mut String) -> u64 {
        self.text_seen(text, out, |_| {})
    }

    /// The same; calls `seen` for every word.
    pub fn text_seen(&mut self, text: &str, out: &mut String, mut seen: impl FnMut(&Word<'_>)) -> u64 {
        let mut count = 0;
        let forms = &mut self.forms;
        if !out.is_empty() {
            out.push('\n');
        }
        words_of_text(text, self.story, |word| {
            if count > 0 {
                out.push(' ');
            }
            out.push_str(word.term);
            count += 1;
            seen(&word);
            if word.first && word.term != word.form {
                if !forms.is_empty() {
                    forms.push(' ');
                }
                forms.push_str(word.form);
            }
        });
        if count == 0 && out.ends_with('\n') {
            out.pop();
        }
        count
    }
}

/// Appends a name to `out`, folded.
pub fn name(text: &str, out: &mut String) {
    super::name_words(text, |word| {
        if word.position > 0 {
            out.push(' ');
        }
        out.push_str(word.term);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_on_lines_and_forms_come_once() {
        let mut packer = Packer::new();
        let mut out = String::new();
        assert_eq!(packer.text("Floods rise", &mut out), 2);
        assert_eq!(packer.text("--", &mut out), 0);
        assert_eq!(packer.text("The floods fall.", &mut out), 3);
        assert_eq!(out, "flood rise\nthe flood fall");
        assert_eq!(packer.forms, "floods");
    }
}
