//! FIELDS: every field a person can name in a query, a flag, a facet or an output.
//!
//! The index builds its schema and the query language its field names from this one table, so a
//! field is one row here, one line in `index::document` and one in the manual. It knows no engine.

/// How a field's text is cut, folded and asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Running text: words, stems, positions; phrases and prefixes work.
    Text,
    /// Names of people and places: words folded for case, accents and particles, no stems, positions.
    Name,
    /// A code or label matched whole, without regard to case.
    Code,
    /// A moment; takes dates and ranges.
    Date,
    /// A whole number; takes ranges.
    Number,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name in queries, facets and outputs.
    pub name: &'static str,
    /// Other spellings that queries accept.
    pub aliases: &'static [&'static str],
    /// Kind.
    pub kind: FieldKind,
    /// `morgue facets NAME` works.
    pub facet: bool,
    /// One line for help.
    pub about: &'static str,
    /// An example clause; the manual's tests run it.
    pub example: &'static str,
    /// Fields this one stands for; empty for a field of its own (`section` is `desk` or `subhead`).
    pub stands_for: &'static [&'static str],
    /// The part of `text` it is; `None` for a field of its own.
    pub part: Option<Part>,
}

/// A part of the running text of a story. Fields that are one have no words of their own in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first paragraph of the body that has words and is no subhead.
    Lead,
    /// The headline and the lead.
    HeadlineAndLead,
    /// The body, subheads included.
    Body,
}

const fn field(
    name: &'static str,
    kind: FieldKind,
    facet: bool,
    about: &'static str,
    example: &'static str,
) -> Field {
    Field { name, aliases: &[], kind, facet, about, example, stands_for: &[], part: None }
}

impl Field {
    /// Is a name in it found by other spellings, too (see `spelling`)?
    pub fn is_spelled(&self) -> bool {
        self.name == "person"
    }
}

/// All fields, in the order help shows them.
pub static FIELDS: &[Field] = &[
    field(
        "text",
        FieldKind::Text,
        false,
        "headline, subheads, captions and body together: where bare words look",
        "text:drought",
    ),
    Field {
        aliases: &["hd", "title"],
        ..field("headline", FieldKind::Text, false, "the headline", "headline:\"rate cut\"")
    },
    Field {
        aliases: &["lp"],
        part: Some(Part::Lead),
        ..field("lead", FieldKind::Text, false, "the first paragraph that is no subhead", "lead:ferry")
    },
    Field {
        aliases: &["hlp"],
        part: Some(Part::HeadlineAndLead),
        ..field("hlead", FieldKind::Text, false, "headline or lead", "hlead:(ferry OR boat)")
    },
    Field {
        part: Some(Part::Body),
        ..field("body", FieldKind::Text, false, "the body, subheads included", "body:ferry")
    },
    field("subhead", FieldKind::Text, false, "subheads inside the story", "subhead:background"),
    Field {
        aliases: &["graphic"],
        ..field("caption", FieldKind::Text, false, "picture captions", "caption:flood")
    },
    field("slug", FieldKind::Text, false, "slug or keyword line", "slug:lobster"),
    Field {
        aliases: &["people"],
        ..field(
            "person",
            FieldKind::Name,
            true,
            "people named in the story, by any spelling",
            "person:maliki",
        )
    },
    Field {
        aliases: &["by", "author"],
        ..field("byline", FieldKind::Name, true, "who wrote it", "byline:sample")
    },
    Field {
        aliases: &["places", "geographic"],
        ..field(
            "place",
            FieldKind::Name,
            true,
            "dateline places and the places the document lists",
            "place:tehran",
        )
    },
    field("dateline", FieldKind::Name, false, "the dateline as written", "dateline:\"port-au-prince\""),
    field(
        "country",
        FieldKind::Code,
        true,
        "country of the dateline, ISO 3166 two letters; former ones (`SU`, `YU`) by the day of the story",
        "country:IR",
    ),
    field("region", FieldKind::Name, true, "state or province of the dateline", "region:texas"),
    Field {
        aliases: &["source"],
        ..field("agency", FieldKind::Code, true, "agency or publication", "agency:AP")
    },
    Field {
        stands_for: &["desk", "subhead"],
        ..field("section", FieldKind::Text, true, "desk or subhead", "section:sports")
    },
    field("desk", FieldKind::Name, true, "desk the story was filed under", "desk:business"),
    Field {
        aliases: &["keywords", "topic", "subject", "terms"],
        ..field("keyword", FieldKind::Name, true, "topics and keywords the document lists", "keyword:grain")
    },
    Field {
        aliases: &["organisation", "organization"],
        ..field("org", FieldKind::Name, true, "organisations the document lists", "org:opec")
    },
    Field {
        aliases: &["published"],
        ..field("date", FieldKind::Date, false, "when it was published", "date:2007-08")
    },
    field("dateline-date", FieldKind::Date, false, "the date in the dateline", "dateline-date:2007-08-08"),
    field("embargo", FieldKind::Date, false, "moment before which it may not be used", "embargo:2008"),
    Field {
        aliases: &["wc", "length"],
        ..field("words", FieldKind::Number, false, "length in words", "words:>500")
    },
    Field {
        aliases: &["language"],
        ..field("lang", FieldKind::Code, true, "language, ISO 639-1", "lang:en")
    },
    field(
        "kind",
        FieldKind::Code,
        true,
        "story, brief, alert, table, advisory, correction, kill_notice",
        "kind:brief",
    ),
    field("status", FieldKind::Code, true, "usable, embargoed, withheld, killed", "status:killed"),
    field("format", FieldKind::Code, true, "format it was read from", "format:markdown"),
    field("urgency", FieldKind::Code, true, "urgency or priority as written", "urgency:b"),
    field("id", FieldKind::Code, false, "the story's id", "id:AP880212-0001"),
    field(
        "path",
        FieldKind::Code,
        false,
        "path of its file below the corpus root; `*` matches any run",
        "path:1987/*",
    ),
];

/// The field a person named, by name or alias, without regard to case.
pub fn find(name: &str) -> Option<&'static Field> {
    FIELDS
        .iter()
        .find(|f| f.name.eq_ignore_ascii_case(name) || f.aliases.iter().any(|a| a.eq_ignore_ascii_case(name)))
}

/// The field nearest in spelling by name or alias, for hints; `None` when nothing is near. Short
/// names must be nearer: `re` and `tel` are no misspelt `id` and `text`.
pub fn nearest(name: &str) -> Option<&'static Field> {
    let name = name.to_lowercase();
    let reach = match name.chars().count() {
        ..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    FIELDS
        .iter()
        .flat_map(|f| std::iter::once(&f.name).chain(f.aliases).map(move |spelling| (spelling, f)))
        .map(|(spelling, f)| (strsim::damerau_levenshtein(spelling, &name), f))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= reach)
        .map(|(_, f)| f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_unique_and_targets_exist() {
        let mut seen = std::collections::BTreeSet::new();
        for f in FIELDS {
            for name in std::iter::once(&f.name).chain(f.aliases) {
                assert!(seen.insert(*name), "{name} twice");
            }
            for target in f.stands_for {
                assert!(find(target).is_some(), "{target}");
            }
        }
    }

    #[test]
    fn a_typo_finds_its_field() {
        assert_eq!(nearest("datelin").map(|f| f.name), Some("dateline"));
        assert_eq!(nearest("peopel").map(|f| f.name), Some("person"));
        assert!(nearest("zzzzzzzz").is_none() && nearest("re").is_none() && nearest("http").is_none());
    }
}
