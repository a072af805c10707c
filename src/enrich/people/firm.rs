//! Firms by the form of their names: what the law, the wire's tickers and brackets add to them. It knows
//! no firm by name.

use super::tokens::{Gap, Shape, Token};

/// Words after a name that are looked at for a form.
const REACH: usize = 6;

/// The forms of firms, in small letters, by their first: most words of a text are out at a glance.
fn forms(first: u8) -> &'static [&'static str] {
    match first {
        b'a' => &["ag", "ab"],
        b'b' => &["bv", "bhd"],
        b'c' => &["corp", "co", "cos", "corporation"],
        b'g' => &["gmbh"],
        b'i' => &["inc"],
        b'k' => &["kk"],
        b'l' => &["ltd", "limited", "llc", "llp", "lp"],
        b'n' => &["nv", "n.v"],
        b'o' => &["oy"],
        b'p' => &["plc", "pty"],
        b's' => &["sa", "s.a", "spa", "s.p.a"],
        _ => &[],
    }
}

/// A word is the form of a firm.
pub fn form(text: &str, token: &Token) -> bool {
    let word = token.span.of(text);
    let first = word.bytes().next().unwrap_or_default().to_ascii_lowercase();
    token.is_capital() && forms(first).iter().any(|form| word.eq_ignore_ascii_case(form))
}

/// The words `from..to` are a firm's name: its form is their last word or follows, perhaps after a
/// bracket or more of the name (`Sample and Probe Inc`), or a ticker follows (`Sample <SMP.N>`).
pub fn follows(text: &str, tokens: &[Token], from: usize, to: usize) -> bool {
    if to - from > 1 && form(text, &tokens[to - 1]) {
        return true;
    }
    let rest = tokens[to - 1].span.end;
    if text.get(rest..).is_some_and(|rest| rest.starts_with(" <") || rest.starts_with("> <")) {
        return true;
    }
    let mut bracket = false;
    for (n, token) in tokens.iter().enumerate().skip(to).take(REACH) {
        bracket |= token.gap == Gap::Open;
        // `Sample and Probe Inc`, `Ann Sample and Co`; not `Ann Sample and Probe Inc`.
        let one = || to - from == 1 || tokens.get(n + 1).is_some_and(|next| form(text, next));
        let and = token.shape == Shape::Lower && token.span.of(text) == "and" && one();
        let near = match token.gap {
            Gap::Space | Gap::And => true,
            Gap::Open => n == to,
            Gap::Close => bracket,
            _ => false,
        };
        if !((token.is_capital() || and) && near) {
            return false;
        }
        if form(text, token) {
            return true;
        }
    }
    false
}
