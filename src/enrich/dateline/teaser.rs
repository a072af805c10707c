//! Sentences that a desk sets over the story, so that the dateline comes after them: how long they are,
//! and how a digest, whose items each have a dateline, is told from them.

/// Bytes that may stand before a signed dateline.
pub const LONGEST: usize = 400;
/// Lines after it that are looked at.
const LINES: usize = 60;

/// Agencies of German copy, whose desks do so; elsewhere what stands before a dateline is copy.
const HOUSES: &[&str] = &["dpa", "dpa-AFX", "epd", "KNA", "APA", "SID", "Keystone-SDA"];

/// An agency that sets teasers over its stories.
pub fn house(agency: &str) -> bool {
    HOUSES.iter().any(|house| house.eq_ignore_ascii_case(agency))
}

/// True when another dateline follows, so that the first is that of an item and not of the story.
pub fn digest(rest: &str, dateline: impl Fn(&str) -> bool) -> bool {
    let lines = rest.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    lines.filter(|line| line.contains(['(', '/'])).any(dateline)
}
