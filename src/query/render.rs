//! Diagnostics as a message with carets under the place in the query.
//!
//! Columns are those of a terminal. What would steer a terminal (control and bidi characters) is shown by a stand-in, so that the carets stand where they should.

use super::{Diagnostic, Severity};
use crate::sanitize::{self, visible};
use crate::span::Span;
use unicode_width::UnicodeWidthChar;

/// Columns shown of a long query.
const WINDOW: usize = 72;

/// All diagnostics, errors first, each with its line of the query.
pub fn render(diagnostics: &[Diagnostic], text: &str) -> String {
    let mut out = String::new();
    let (errors, notes): (Vec<_>, Vec<_>) = diagnostics.iter().partition(|d| d.severity == Severity::Error);
    for diagnostic in errors.into_iter().chain(notes) {
        let name = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Note => "note",
        };
        out.push_str(&format!("morgue: {name}: {}\n", sanitize::line(&diagnostic.message)));
        out.push_str(&pointed(text, diagnostic.span));
        if let Some(hint) = &diagnostic.hint {
            out.push_str(&format!("  hint: {}\n", sanitize::line(hint)));
        }
    }
    out
}

/// The character as the caret's line shows it.
fn shown(c: char) -> char {
    if matches!(c, '\t' | '\r') { ' ' } else { visible(c) }
}

/// The line of the query the span begins in, and carets under the span.
fn pointed(text: &str, span: Span) -> String {
    let start = floor(text, span.start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[from..to];
    if line.trim().is_empty() {
        return String::new();
    }
    let (start, end) = (start - from, floor(text, span.end).clamp(start, to) - from);
    let width = |text: &str| text.chars().map(|c| shown(c).width().unwrap_or(0)).sum::<usize>();
    let (before, marked) = (width(&line[..start]), width(&line[start..end]).clamp(1, WINDOW));
    // The window begins a little before the place, so that what leads to it is seen.
    let skip =
        if width(line) <= WINDOW { 0 } else { (before + marked + 8).saturating_sub(WINDOW).min(before) };
    let mut column = 0;
    let mut window = String::new();
    let mut hidden = 0;
    for c in line.chars().map(shown) {
        let wide = c.width().unwrap_or(0);
        if column < skip {
            hidden = column + wide;
        } else if column + wide <= skip + WINDOW {
            window.push(c);
        } else {
            window.push('…');
            break;
        }
        column += wide;
    }
    let lead = if skip > 0 { "…" } else { "" };
    let indent = before.saturating_sub(hidden) + lead.chars().count();
    format!("  {lead}{window}\n  {}{}\n", " ".repeat(indent), "^".repeat(marked))
}

/// The greatest character boundary that is not above `at`.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
