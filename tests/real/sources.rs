//! Every file of the real corpora and sample collections comes through the walk and the containers.

use super::shared;
use morgue::source::{Filter, Limits, Member, Step, decode, open, records, roots, walk};
use std::ops::ControlFlow;

#[test]
fn nothing_fails_and_all_of_it_is_text() {
    let (Some(formats), Some(corpora)) = (shared("formats"), shared("corpora")) else { return };
    let (mut files, mut members) = (0, 0);
    for root in roots(&[formats, corpora]).unwrap() {
        for step in walk(&root, &Filter::default()) {
            let found = match step {
                Step::File(found) => found,
                Step::Skipped { path, reason } => panic!("{path}: {reason}"),
                Step::Failed(error) => panic!("{error}"),
            };
            files += 1;
            let mut visit = |member: &mut Member<'_>| {
                members += 1;
                let bytes = records::read_all(member.bytes, 1 << 30).unwrap();
                let text = decode::decode(&bytes, decode::declared_in(&bytes));
                assert!(!text.lossy, "{} {:?}", found.path, member.member);
                let clean = decode::clean(&text.text);
                assert!(!clean.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
                ControlFlow::Continue(())
            };
            open(&found.disk, &Limits::default(), &mut visit, &mut |e| panic!("{}: {e}", found.path))
                .unwrap();
        }
    }
    assert!(files > 500 && members > files, "{files} files, {members} members");
}
