//! What a file's parts are called: the names that hints are taken from, members of members, ids.
//!
//! The ingest and `morgue read` share it, so that a story has the same id in both.

use crate::source::Member;
use crate::story::Story;

/// The path that hints are taken from: folders of the corpus, then of the archive, then the
/// innermost name.
pub fn hint_name(path: &str, member: &Member<'_>) -> String {
    let whole = joined(path, member.member.as_deref());
    match whole.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{}", member.name),
        None => member.name.clone(),
    }
}

/// The full member: inside the container, then inside the many-story file (`#3`).
pub fn inner_member(member: Option<&str>, inside: Option<String>) -> Option<String> {
    match (member, inside) {
        (Some(member), Some(inside)) if inside.starts_with('#') => Some(format!("{member}{inside}")),
        (Some(member), None) => Some(member.to_owned()),
        (_, inside) => inside,
    }
}

/// Gives a story its source, and an id where the document carries none.
pub fn identify(story: &mut Story, path: &str, member: Option<&str>) {
    path.clone_into(&mut story.source.path);
    story.source.member = inner_member(member, story.source.member.take());
    if story.id.is_empty() {
        story.id = story.source.as_id();
    }
}

/// `path`, or `path/member`, for messages.
pub fn place(path: &str, member: Option<&str>) -> String {
    joined(path, member)
}

fn joined(path: &str, member: Option<&str>) -> String {
    match member {
        Some(member) => format!("{path}/{member}"),
        None => path.to_owned(),
    }
}
