//! What a page says of itself in `<meta>`, `<link>`, `<time>`, microdata and its title: Open Graph,
//! `article:*`, Dublin Core, Parse.ly, Sailthru and what papers made up before them.
//!
//! Fills only what JSON-LD left empty.

use super::words::{date_in_address, desk_in_address, headline, unlabelled};
use crate::date::Stamp;
use crate::date::wire::{self, Hints};
use crate::readers::json::values;
use crate::readers::json::values::MOST;
use crate::readers::keys::{agency, plain_byline};
use crate::readers::sgml::unescape;
use crate::source::decode::clean;
use crate::story::Story;
use dom_query::{Document, NodeRef};

/// Names of `<meta>`, the better first, in small letters.
#[rustfmt::skip]
mod names {
    pub const HEADLINE: &[&str] = &["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title",
        "hdl", "headline", "title"];
    pub const PUBLISHED: &[&str] = &["article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
        "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dcterms.issued", "dc.date.issued",
        "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "dcterms.available", "pubdate", "publishdate", "publish_date", "publish-date",
        "publication_date", "publicationdate", "published_date", "published-date", "published_time", "article_date_original", "originalpublicationdate", "article.published",
        "article:create_time", "weibo:article:create_at", "bt:pubdate", "ptime", "pdate", "displaydate", "date_published", "date", "created", "datecreated", "rnews:datepublished", "shareaholic:article_published_time"];
    pub const UPDATED: &[&str] = &["article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "dcterms.modified",
        "dc.date.modified", "bt:moddate", "utime", "lastmod", "last-modified", "lastmodified", "article.updated", "revision_date"];
    pub const BYLINE: &[&str] = &["article:author", "og:article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
        "author", "article.author", "cxenseparse:author", "bt:author", "creator", "rnews:creator"];
    pub const DESK: &[&str] = &["article:section", "og:article:section", "parsely-section", "sailthru.section", "cg", "section", "og:section",
        "article.section", "category", "news_section", "dc.subject.section"];
    pub const AGENCY: &[&str] = &["og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "source",
        "copyright_owner"];
    pub const KEYWORDS: &[&str] = &["article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords", "dc.subject", "dcterms.subject"];
    pub const LANGUAGE: &[&str] = &["content-language", "dc.language", "dcterms.language", "language", "og:locale"];
    pub const COPYRIGHT: &[&str] = &["copyright", "dc.rights", "dcterms.rights", "rights"];
    pub const DESCRIPTION: &[&str] = &["og:description", "description", "twitter:description", "dc.description"];
}

/// What stands in the head of a page and around its story.
pub struct Page<'d> {
    page: &'d Document,
    metas: Vec<(String, String)>,
    /// `og:type`.
    pub kind: String,
    /// One or two sentences about it.
    pub description: String,
    /// Name of the site.
    pub site: String,
}

fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'d> Page<'d> {
    /// Reads the head.
    pub fn of(page: &'d Document) -> Self {
        let mut metas = Vec::new();
        for meta in page.select("meta[content]").nodes().iter().take(2_000) {
            let content = line(&unescape(&meta.attr_or("content", "")));
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = meta.attr(attribute).filter(|_| !content.is_empty()) {
                    metas.push((name.trim().to_ascii_lowercase().replace("dc:", "dc."), content.clone()));
                }
            }
        }
        let mut this =
            Page { page, metas, kind: String::new(), description: String::new(), site: String::new() };
        this.kind = this.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
        this.description = this.first(names::DESCRIPTION).unwrap_or_default();
        this.site = this.first(&["og:site_name", "application-name"]).unwrap_or_default();
        this
    }

    fn all<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = &'s str> {
        names.iter().flat_map(|name| {
            self.metas.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.as_str())
        })
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).next().map(str::to_owned)
    }

    /// Text of the first element that matches: its `content` or `datetime`, or what it shows.
    fn element(&self, selector: &str) -> Option<String> {
        let found = self.page.select(selector);
        let mut texts = found.nodes().iter().take(20).filter(|node| !is_beside(node)).map(said);
        texts.find(|text| !text.is_empty())
    }

    /// Fills what the story does not know yet.
    pub fn fill(&self, story: &mut Story, hints: &Hints) {
        self.address(story);
        let shown: Vec<String> =
            self.page.select("h1").nodes().iter().take(10).map(|node| line(&node.text())).collect();
        let title = line(&self.page.select_single("title").text());
        let told = self.all(names::HEADLINE).next().unwrap_or_default();
        if self.site.is_empty() && story.agency.is_none() {
            story.agency =
                self.first(names::AGENCY).filter(|name| !name.contains("://")).map(|name| agency(&name));
        }
        let site =
            if self.site.is_empty() { story.agency.clone().unwrap_or_default() } else { self.site.clone() };
        story.headline = headline(&story.headline, told, &shown, &title, &site);
        self.dates(story, hints);
        story.byline = story.byline.take().map(|name| plain_byline(&name)).or_else(|| self.byline(&site));
        if story.agency.is_none() {
            story.agency =
                self.first(names::AGENCY).filter(|name| !name.contains("://")).map(|name| agency(&name));
        }
        self.lists(story);
        let language = self.page.select_single("html").attr("lang").map(|lang| lang.to_string());
        if story.lang.is_none() {
            let said = language.into_iter().chain(self.first(names::LANGUAGE));
            story.lang = said.map(|text| values::language(text.trim())).find(|code| !code.is_empty());
        }
        if story.copyright.is_none() {
            story.copyright = self.first(names::COPYRIGHT);
        }
    }

    fn address(&self, story: &mut Story) {
        let link = self.page.select_single("link[rel=canonical]").attr("href").map(|href| line(&href));
        let said = link
            .into_iter()
            .chain(self.first(&["og:url", "twitter:url", "parsely-link"]))
            .chain(story.url.take());
        story.url = said.into_iter().find(|url| url.starts_with("http://") || url.starts_with("https://"));
        story.id = story.url.clone().unwrap_or_default();
    }

    fn dates(&self, story: &mut Story, hints: &Hints) {
        let read =
            |text: &str| wire::parse(text, hints).or_else(|| wire::epoch(text).filter(|_| text.len() >= 9));
        let some = |names: &[&str]| self.all(names).find_map(read);
        if story.published.is_none() {
            let marked = [
                "[itemprop~=datePublished]",
                "time[pubdate]",
                "[property='schema:datePublished'], [property='rnews:datePublished']",
                "time[class*=publish], time[class*=posted], time[class*=entry-date], time[class*=created]",
                "abbr.published",
                "article time[datetime], header time[datetime]",
                "time[datetime]",
                "[itemprop~=dateCreated]",
            ];
            story.published = some(names::PUBLISHED)
                .or_else(|| marked.iter().find_map(|at| self.element(at).and_then(|text| read(&text))));
        }
        if story.published.is_none() {
            story.published = self.shown_date(hints);
            if story.published.is_some() {
                story.note("date-from-text", None, "the date is what the page shows, not marked up");
            }
        }
        if story.published.is_none()
            && let Some(date) = story.url.as_deref().and_then(date_in_address)
        {
            story.published = Some(Stamp::day(date, date.to_string()));
            story.note("date-from-url", None, "the date is part of the page's address");
        }
        if story.published.is_some() {
            story.notes.retain(|note| note.code != "date-unreadable");
        }
        if story.updated.is_none() {
            story.updated = some(names::UPDATED)
                .or_else(|| self.element("[itemprop~=dateModified]").and_then(|text| read(&text)));
        }
    }

    /// A date in an element whose class calls it one.
    fn shown_date(&self, hints: &Hints) -> Option<Stamp> {
        let found = self.page.select("time, [class*=date], [class*=Date], [class*=publish], [class*=time], [class*=posted], [id*=date], [class*=byline], [class*=meta]");
        found.nodes().iter().take(300).filter(|node| !is_beside(node)).find_map(|node| {
            let text = line(&node.text());
            (text.len() < 120).then(|| unlabelled(&text, hints)).flatten()
        })
    }

    fn byline(&self, site: &str) -> Option<String> {
        let marked = [
            "[itemprop~=author] [itemprop~=name]",
            "[itemprop~=author]",
            "[rel~=author]",
            "[class~=byline], [class~=author]",
        ];
        let told = self.all(names::BYLINE).map(str::to_owned);
        let shown = marked.iter().filter_map(|at| self.element(at));
        let shown = shown.filter(|text| text.len() < 80 && !text.contains(|c: char| c.is_ascii_digit()));
        let name = told.chain(shown).map(|text| plain_byline(&text)).find(|name| {
            let link = name.contains("://") || name.contains("www.") || name.starts_with('@');
            !name.is_empty() && !link && name.len() < 150 && !name.eq_ignore_ascii_case(site)
        })?;
        Some(name)
    }

    fn lists(&self, story: &mut Story) {
        if story.desk_raw.is_empty() {
            let told = self.first(names::DESK).filter(|desk| !desk.contains("://") && desk.len() < 60);
            story.desk_raw.extend(
                told.or_else(|| self.element("[itemprop~=articleSection]")).filter(|desk| desk.len() < 60),
            );
        }
        if story.desk_raw.is_empty()
            && let Some(desk) = story.url.as_deref().and_then(desk_in_address)
        {
            story.note("desk-from-url", None, format!("the desk `{desk}` is part of the page's address"));
            story.desk_raw.push(desk);
        }
        if story.keywords.is_empty() {
            let tags: Vec<&str> = self.all(&names::KEYWORDS[..2]).collect();
            let told = if tags.is_empty() { self.all(&names::KEYWORDS[2..]).take(1).collect() } else { tags };
            for text in told {
                let parts =
                    text.split([',', ';']).map(line).filter(|part| !part.is_empty() && part.len() < 80);
                for part in parts.take(60) {
                    if story.keywords.len() > MOST || !story.keywords.contains(&part) {
                        story.keywords.push(part);
                    }
                }
            }
        }
    }
}

/// What an element says: for machines, or else to the eye.
fn said(node: &NodeRef<'_>) -> String {
    let told = ["content", "datetime"]
        .iter()
        .find_map(|name| node.attr(name).filter(|text| !text.trim().is_empty()));
    line(&told.unwrap_or_else(|| node.text()))
}

/// In a menu, a list of other stories or among comments.
fn is_beside(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|around| {
        let name = around.node_name().unwrap_or_default();
        let class = around.attr_or("class", "").to_ascii_lowercase();
        matches!(&*name, "nav" | "aside" | "footer")
            || ["comment", "related", "sidebar"]
                .iter()
                .any(|word| class.contains(word) && !matches!(&*name, "body" | "html" | "article" | "main"))
    })
}
