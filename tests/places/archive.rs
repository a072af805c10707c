//! Stories as an engine has them, and as someone who reads every word does.

use morgue::date::wire::Hints;
use morgue::engine::Engine;
use morgue::index::{Index, analyzers};
use morgue::readers::{self, Sink};
use morgue::sentences::sentences;
use morgue::source::{Limits, open};
use morgue::story::Story;
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A word, and where it stands.
#[derive(Clone)]
pub struct Word {
    pub term: String,
    pub form: String,
    /// As written, accents and capitals and all.
    pub written: String,
    /// Number of its sentence in the part.
    pub sentence: usize,
    /// Number of its paragraph in the part.
    pub paragraph: usize,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Headline,
    /// Cut from the body, not written.
    Made,
    Caption,
    Body,
}

/// A part of a story that nothing crosses.
pub struct Part {
    pub kind: Kind,
    pub words: Vec<Word>,
    /// Number of the paragraph that is the lead.
    pub lead: Option<usize>,
}

pub struct Archive {
    pub engine: Engine,
    /// Id and parts of each.
    pub stories: Vec<(String, Vec<Part>)>,
    /// The words, the common ones often: pairs that meet are then not too rare.
    pub words: Vec<String>,
    /// Every term and form, once.
    pub vocabulary: BTreeSet<(String, String)>,
    /// The stems that patterns stand for, as far as they were asked for.
    pub stems: Mutex<HashMap<String, Arc<BTreeSet<String>>>>,
}

struct Kept(Vec<Story>);

impl Sink for Kept {
    fn story(&mut self, story: Story) -> ControlFlow<()> {
        self.0.push(story);
        ControlFlow::Continue(())
    }
    fn problem(&mut self, _: morgue::error::Error) {}
}

impl Archive {
    /// The sample archive.
    pub fn sample() -> Archive {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let mut kept = Kept(Vec::new());
        for entry in walkdir::WalkDir::new(&corpus).sort_by_file_name() {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let bytes = std::fs::read(entry.path()).unwrap();
                let name = entry.path().strip_prefix(&corpus).unwrap().to_str().unwrap();
                let _ = readers::read(name, &mut &bytes[..], None, &Hints::default(), &mut kept);
            }
        }
        Archive::of(kept.0)
    }

    /// Some files of Reuters-21578, if it is there.
    pub fn reuters(files: usize) -> Option<Archive> {
        let shared = std::env::var_os("MORGUE_SHARED")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
        let folder = shared.join("corpora/reuters-21578");
        if !folder.is_dir() {
            assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
            println!("skipped: {} is missing", folder.display());
            return None;
        }
        let mut kept = Kept(Vec::new());
        for n in 0..files {
            let mut visit = |member: &mut morgue::source::Member<'_>| {
                let _ = readers::read(&member.name, member.bytes, None, &Hints::default(), &mut kept);
                ControlFlow::Continue(())
            };
            let file = folder.join(format!("reut2-{n:03}.sgm.gz"));
            open(&file, &Limits::default(), &mut visit, &mut |error| panic!("{error}")).unwrap();
        }
        Some(Archive::of(kept.0))
    }

    pub fn of(mut kept: Vec<Story>) -> Archive {
        for (n, story) in kept.iter_mut().enumerate() {
            morgue::enrich::PASSES.iter().for_each(|pass| (pass.run)(story));
            story.id = n.to_string();
        }
        let stories: Vec<_> = kept.iter().map(|story| (story.id.clone(), parts(story))).collect();
        let every = || stories.iter().flat_map(|s| s.1.iter().flat_map(|part| &part.words));
        let plain = |word: &&Word| word.form.chars().all(|c| c.is_ascii_lowercase());
        let words = every().filter(plain).step_by(7).map(|word| word.form.clone()).collect();
        let vocabulary = every().map(|word| (word.term.clone(), word.form.clone())).collect();
        let stems = Mutex::default();
        Archive {
            words,
            vocabulary,
            stems,
            engine: Engine::new(Index::in_memory(&kept).unwrap()).unwrap(),
            stories,
        }
    }
}

fn parts(story: &Story) -> Vec<Part> {
    let headline = if story.headline_derived { Kind::Made } else { Kind::Headline };
    let mut parts = vec![part(headline, &story.headline, &[(0, story.headline.len())], false)];
    for caption in &story.captions {
        // A picture's credit is a part of its own.
        for text in [Some(&caption.text), caption.credit.as_ref()].into_iter().flatten() {
            parts.push(part(Kind::Caption, text, &[(0, text.len())], true));
        }
    }
    let paragraphs: Vec<_> = story.paragraphs().map(|(span, _)| (span.start, span.end)).collect();
    let mut body = part(Kind::Body, &story.body, &paragraphs, true);
    let subheads: BTreeSet<usize> = story.sections.iter().map(|section| section.span.start).collect();
    body.lead = (0..paragraphs.len()).find(|&n| {
        let (start, end) = paragraphs[n];
        let has_words = story.body[start..end].contains(char::is_alphanumeric);
        has_words && !subheads.contains(&start)
    });
    parts.push(body);
    parts
}

/// Looks up every word's paragraph and sentence by its offset.
fn part(kind: Kind, text: &str, paragraphs: &[(usize, usize)], cut: bool) -> Part {
    let mut starts = Vec::new();
    for &(start, end) in paragraphs {
        let inside = if cut { sentences(&text[start..end]) } else { Vec::new() };
        starts.push(start);
        starts.extend(inside.iter().skip(1).map(|sentence| start + sentence.start));
    }
    let mut words = Vec::new();
    analyzers::text_words(text, |word| {
        let at = word.span.start;
        words.push(Word {
            term: word.term.to_owned(),
            form: word.form.to_owned(),
            written: word.span.of(text).to_owned(),
            sentence: starts.iter().filter(|&&start| start <= at).count(),
            paragraph: paragraphs.iter().filter(|paragraph| paragraph.0 <= at).count().saturating_sub(1),
        });
    });
    Part { kind, words, lead: None }
}
