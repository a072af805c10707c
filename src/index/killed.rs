//! Which stories a snapshot's kills hide (handbook 2.3, rule 4): the story that a notice names with every version of
//! it, and the earlier versions of an item that was canceled. It depends on the stories alone, not on the order in
//! which they came. A notice whose story is not there, or that fits several, hides nothing.

use super::open::Index;
use super::schema::{CHAIN, CHAIN_ORDER};
use super::trouble::engine_error;
use super::{analyzers, chain, kill_notice};
use crate::error::Result;
use crate::story::{Kind, Status, Story};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};
use xxhash_rust::xxh3::xxh3_64;

/// What became of an order to kill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// The story or stories it names, the versions of them left out.
    Found(Vec<DocAddress>),
    /// None in the index is named so.
    Unknown,
    /// Several different stories are.
    Ambiguous(Vec<DocAddress>),
}

/// Stories that are killed, with the notice or the canceled version that does it.
pub type Killed = BTreeMap<DocAddress, DocAddress>;

/// How long after a story a notice may still name it by a word of its text, in seconds.
const REACH: i64 = 60 * 86400;
/// Stories of one slug word or id that are looked at.
const MOST: usize = 500;

/// A story and where it is.
struct Found {
    at: DocAddress,
    story: Story,
}

/// A chain's stories with their orders.
type Chains = HashMap<u64, Vec<(DocAddress, u64)>>;

impl Index {
    /// What a kill notice hits; `None` for all other copy.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Index`] when columns, postings or a story cannot be read.
    pub fn aim(&self, at: DocAddress, story: &Story) -> Result<Option<Aim>> {
        let Some(order) = kill_notice::order(story) else { return Ok(None) };
        let notice = Found { at, story: story.clone() };
        let chains = self.chains(&slug_chains(&notice, &order))?;
        self.target(&notice, &order, &chains).map(Some)
    }

    /// All stories that are killed by another.
    ///
    /// # Errors
    /// As [`Index::aim`].
    pub(super) fn killed(&self) -> Result<Killed> {
        let mut causes = Vec::new();
        let with = [("kind", "kill_notice"), ("status", "killed")];
        let mut places = BTreeSet::new();
        for (field, value) in with {
            places.extend(self.with_term(field, value, usize::MAX)?);
        }
        for at in places {
            causes.push(Found { at, story: self.story(at)? });
        }
        // The first of several is the one that did it.
        causes.sort_by_cached_key(|f| (seconds(f), f.story.id.clone(), f.story.source.clone()));
        let mut killed = Killed::new();
        let orders: Vec<_> = causes.iter().map(|cause| kill_notice::order(&cause.story)).collect();
        let named = causes.iter().zip(&orders).filter_map(|(cause, order)| Some((cause, order.as_ref()?)));
        let slugs: HashSet<u64> = named.flat_map(|(cause, order)| slug_chains(cause, order)).collect();
        let chains = self.chains(&slugs)?;
        for (cause, order) in causes.iter().zip(&orders) {
            if let Some(order) = order
                && let Aim::Found(targets) = self.target(cause, order, &chains)?
            {
                self.versions(cause, &targets, &mut killed)?;
            }
            self.earlier(cause, &mut killed)?;
        }
        Ok(killed)
    }

    /// The story a notice names: by a field made for it, by a word of its text, by a slug.
    fn target(&self, notice: &Found, order: &kill_notice::Order, slugs: &Chains) -> Result<Aim> {
        let mut found = Vec::new();
        for (names, in_text) in [(&order.ids, false), (&order.words, true)] {
            let (mut several, before) = (false, found.len());
            for name in names {
                let fitting = self.named(notice, name, in_text)?;
                several |= fitting.iter().map(one_story).collect::<BTreeSet<_>>().len() > 1;
                found.extend(fitting);
            }
            if several {
                return Ok(Aim::Ambiguous(places(&found[before..])));
            }
        }
        if !found.is_empty() {
            return Ok(Aim::Found(places(&found)));
        }
        for rest in &order.slugs {
            let fitting = self.slugged(notice, rest, slugs)?;
            // Two different stories may share a slug; versions of one differ in their order.
            let mut heads = HashMap::new();
            let several = fitting.iter().any(|f| {
                let (place, head) = (chain::place(&f.story), analyzers::code(&f.story.headline));
                let order = place.map_or((String::new(), 0), |p| (p.chain, p.order));
                heads.entry(order).or_insert_with(|| head.clone()) != &head
            });
            let stories: BTreeSet<_> =
                fitting.iter().map(|f| chain::place(&f.story).map(|p| p.chain)).collect();
            if several || stories.len() > 1 {
                return Ok(Aim::Ambiguous(places(&fitting)));
            }
            if !fitting.is_empty() {
                return Ok(Aim::Found(places(&fitting)));
            }
        }
        Ok(Aim::Unknown)
    }

    /// Stories of an id; the transmission numbers of wires, which come again, have the day in it.
    fn named(&self, notice: &Found, name: &str, in_text: bool) -> Result<Vec<Found>> {
        let mut spellings = vec![analyzers::code(name)];
        for day in days(notice) {
            spellings.push(analyzers::code(&format!("{name}-{day}")));
        }
        for spelling in spellings {
            let mut found = self.stories("id", &spelling)?;
            found.retain(|f| {
                let near = seconds(f).zip(seconds(notice)).is_none_or(|(of, by)| by - of < REACH);
                may_kill(notice, f) && (!in_text || near && !is_later(f, notice))
            });
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Stories of the notice's agency with a slug, of its day or else of the day before.
    fn slugged(&self, notice: &Found, rest: &str, slugs: &Chains) -> Result<Vec<Found>> {
        let Some(agency) = chain::agency(&notice.story) else { return Ok(Vec::new()) };
        for day in days(notice) {
            let chain = chain::of_slug(&agency, day, rest);
            let listed = slugs.get(&xxh3_64(chain.as_bytes())).map_or(&[][..], Vec::as_slice);
            let mut found = Vec::new();
            for (at, _) in listed.iter().take(MOST) {
                found.push(Found { at: *at, story: self.story(*at)? });
            }
            found.retain(|f| may_kill(notice, f) && !is_later(f, notice));
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The targets and every version of them that was there when the notice came.
    fn versions(&self, notice: &Found, targets: &[DocAddress], killed: &mut Killed) -> Result<()> {
        for at in targets {
            killed.entry(*at).or_insert(notice.at);
            let target = self.story(*at)?;
            let Some(place) = chain::place(&target) else { continue };
            let hash = xxh3_64(place.chain.as_bytes());
            for (other, order) in self.chains(&HashSet::from([hash]))?.remove(&hash).unwrap_or_default() {
                if order == place.order || other == *at {
                    continue;
                }
                let other = Found { at: other, story: self.story(other)? };
                if may_kill(notice, &other) && !is_later(&other, notice) {
                    killed.entry(other.at).or_insert(notice.at);
                }
            }
        }
        Ok(())
    }

    /// What a canceled item was before: the same id, no later version.
    fn earlier(&self, cause: &Found, killed: &mut Killed) -> Result<()> {
        let (story, id) = (&cause.story, cause.story.id.as_str());
        if story.status != Status::Killed || !is_particular(id) || id == story.source.as_id() {
            return Ok(());
        }
        let version = |story: &Story| chain::place(story).map_or(0, |place| place.order);
        for other in self.stories("id", &analyzers::code(id))? {
            let later = version(&other.story) > version(story)
                || version(&other.story) == version(story) && is_later(&other, cause);
            if other.story.id == id && !later && may_kill(cause, &other) {
                killed.entry(other.at).or_insert(cause.at);
            }
        }
        Ok(())
    }

    fn stories(&self, field: &str, value: &str) -> Result<Vec<Found>> {
        let places = self.with_term(field, value, MOST)?;
        places.into_iter().map(|at| Ok(Found { at, story: self.story(at)? })).collect()
    }

    /// Stories that have a term.
    fn with_term(&self, field: &str, value: &str, most: usize) -> Result<Vec<DocAddress>> {
        let gather = || -> tantivy::Result<Vec<DocAddress>> {
            let term = Term::from_field_text(self.searcher().schema().get_field(field)?, value);
            let mut found = Vec::new();
            for (ord, reader) in (0u32..).zip(self.searcher().segment_readers()) {
                let inverted = reader.inverted_index(term.field())?;
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                while postings.doc() != TERMINATED && found.len() < most {
                    if !reader.is_deleted(postings.doc()) {
                        found.push(DocAddress::new(ord, postings.doc()));
                    }
                    postings.advance();
                }
            }
            Ok(found)
        };
        gather().map_err(|e| engine_error(&e))
    }

    /// The stories of some chains.
    fn chains(&self, wanted: &HashSet<u64>) -> Result<Chains> {
        let mut found = Chains::new();
        if wanted.is_empty() {
            return Ok(found);
        }
        for (ord, reader) in (0u32..).zip(self.searcher().segment_readers()) {
            let columns = reader.fast_fields();
            let column = |name| columns.u64(name).map_err(|e| engine_error(&e));
            let (chain, order) = (column(CHAIN)?, column(CHAIN_ORDER)?);
            for doc in reader.doc_ids_alive() {
                if let Some(hash) = chain.first(doc).filter(|hash| wanted.contains(hash)) {
                    let place = (DocAddress::new(ord, doc), order.first(doc).unwrap_or(0));
                    found.entry(hash).or_default().push(place);
                }
            }
        }
        Ok(found)
    }
}

/// The chains that a notice's slugs would be.
fn slug_chains(notice: &Found, order: &kill_notice::Order) -> HashSet<u64> {
    let Some(agency) = chain::agency(&notice.story) else { return HashSet::new() };
    let chain =
        |(day, rest): (jiff::civil::Date, &String)| xxh3_64(chain::of_slug(&agency, day, rest).as_bytes());
    days(notice).flat_map(|day| order.slugs.iter().map(move |rest| (day, rest))).map(chain).collect()
}

/// The day of a notice, then the day before.
fn days(notice: &Found) -> impl Iterator<Item = jiff::civil::Date> {
    let day = notice.story.published.as_ref().map(crate::date::Stamp::civil_date);
    day.into_iter().flat_map(|day| [Some(day), day.yesterday().ok()]).flatten()
}

/// A notice does not kill itself, another notice, or another agency's story.
fn may_kill(cause: &Found, target: &Found) -> bool {
    let (by, of) = (chain::agency(&cause.story), chain::agency(&target.story));
    let same = by.zip(of).is_none_or(|(by, of)| by == of);
    same && cause.at != target.at && target.story.kind != Kind::KillNotice
}

/// What makes two stories one: a group of versions, an id that no counter gives, or the headline.
fn one_story(found: &Found) -> String {
    match chain::place(&found.story) {
        Some(place) => place.chain,
        None if is_particular(&found.story.id) => analyzers::code(&found.story.id),
        None => analyzers::code(&found.story.headline),
    }
}

/// An id that two files do not give to different stories by counting.
fn is_particular(id: &str) -> bool {
    id.len() >= 8 && id.bytes().any(|b| !b.is_ascii_digit())
}

fn places(found: &[Found]) -> Vec<DocAddress> {
    found.iter().map(|f| f.at).collect::<BTreeSet<_>>().into_iter().collect()
}

fn seconds(found: &Found) -> Option<i64> {
    found.story.published.as_ref().map(|at| at.seconds)
}

/// Published after the other, as far as both say when; what states only a day is compared by day.
fn is_later(story: &Found, than: &Found) -> bool {
    use crate::date::Precision::Day;
    match (&story.story.published, &than.story.published) {
        (Some(a), Some(b)) if a.precision <= Day || b.precision <= Day => a.civil_date() > b.civil_date(),
        (Some(a), Some(b)) => a.seconds > b.seconds,
        _ => false,
    }
}
