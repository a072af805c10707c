//! What is text and what a code, where nobody knows what a key or an element means: shared by the formats that may carry
//! more than their reader knows. Knows no format.

/// Characters kept of one stretch of text that went to no field.
pub const LONGEST: usize = 2_000;

/// Does it read as text: at least so many words of three letters and more?
pub fn is_text(text: &str, least: usize) -> bool {
    let is_word =
        |word: &&str| !word.contains("://") && word.chars().filter(|c| c.is_alphabetic()).nth(2).is_some();
    // Some scripts set no spaces between words.
    let wide =
        || text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')).nth(5);
    text.split(' ').filter(is_word).nth(least.saturating_sub(1)).is_some() || wide().is_some()
}

/// How many words a text has.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
