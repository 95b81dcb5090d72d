//! The whole list as one page of plain HTML: for browsers without WebAssembly, for a crashed app,
//! for paper, and for anybody who would rather scroll than filter.
//!
//! The page has no script and asks for nothing else: its only style is [`STYLE`], and its own
//! policy forbids the rest. What comes from a feed is text; links are made of the core's typed
//! values only. The same offers give the same page, in whatever order they come.
//!
//! - `order`: chapters by phase of life, areas within, and where an offer is written out.
//! - `article`: one offer, whole.
//! - `times`, `words`, `languages`: what the feed gives as numbers and codes, in German.
//! - `html`: our markup, and text that can never become markup.

mod article;
mod html;
mod languages;
mod order;
mod times;
mod words;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use raupe_core::offer::{LifePhase, Offer};
use sha2::{Digest, Sha256};

use html::Html;
use order::{Area, Chapter, Entry};

use crate::german::number;

/// The name of the page's file, beside the manifest of its feed.
pub const FILE: &str = "offers.html";

/// The page's only style.
const STYLE: &str = include_str!("style.css");

/// What the page says about its feed.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The name of the feed.
    pub feed_id: &'a str,
    /// The region whose offers these are.
    pub region: Option<&'a str>,
    /// When the edition was published (RFC 3339).
    pub issued_at: &'a str,
}

/// What the page may do: use its own style, and nothing else. For the page itself, and for the
/// header `Content-Security-Policy` of a server.
pub fn policy() -> String {
    let hash = BASE64.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

/// The page of these offers.
pub fn page(offers: &[Offer], head: Head<'_>) -> String {
    let chapters = order::chapters(offers);
    let mut html = Html::default();
    html.raw("<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .text(&policy());
    html.raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw("<title>Alle Angebote für Familien");
    if let Some(region) = head.region {
        html.raw(" – ").text(region);
    }
    html.raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    html.raw("<a class=\"skip\" href=\"#angebote\">Zu den Angeboten springen</a>\n");
    html.raw("<header>\n");
    html.raw("<p class=\"app\"><a href=\"../\">Zur App, mit Suche und Filtern</a></p>\n");
    html.raw("<h1>Alle Angebote für Familien</h1>\n<p class=\"stand\">");
    if let Some(region) = head.region {
        html.bdi(region).raw(" · ");
    }
    html.text(&words::offers(offers.len())).raw(" · Stand: ");
    html.text(&times::day(head.issued_at)).raw("</p>\n");
    html.raw(HELP).raw("</header>\n");
    contents(&chapters, &mut html);
    html.raw("<main id=\"angebote\">\n");
    let for_all = chapters
        .iter()
        .find(|it| it.phase.is_none())
        .map_or(0, |it| it.count);
    for it in &chapters {
        chapter(it, for_all, &mut html);
    }
    html.raw("</main>\n<footer>\n<p>Diese Seite gehört zum Feed ")
        .bdi(head.feed_id);
    html.raw(". Sie braucht kein JavaScript und lässt sich speichern und drucken.</p>\n");
    html.raw("</footer>\n<p class=\"up\"><a href=\"#inhalt\">Zum Inhalt</a></p>\n");
    html.raw("</body>\n</html>\n");
    html.into_string()
}

/// The numbers that hold in all of Germany, and that nobody should have to look for.
const HELP: &str = "<section class=\"help\" aria-labelledby=\"hilfe\">\n\
    <h2 id=\"hilfe\">Hilfe jetzt</h2>\n<ul>\n\
    <li><a href=\"tel:112\"><strong>112</strong> Notruf: Rettungsdienst und Feuerwehr</a></li>\n\
    <li><a href=\"tel:116117\"><strong>116 117</strong> Ärztlicher Bereitschaftsdienst, \
    wenn die Praxis geschlossen ist</a></li>\n</ul>\n</section>\n";

fn contents(chapters: &[Chapter<'_>], html: &mut Html) {
    html.raw("<nav aria-labelledby=\"inhalt\">\n<h2 id=\"inhalt\">Inhalt</h2>\n<ul>\n");
    for chapter in chapters {
        html.raw("<li class=\"").raw(slug(chapter.phase));
        html.raw("\"><a href=\"#")
            .text(&chapter_anchor(chapter.phase))
            .raw("\">");
        html.raw("<b>").raw(name(chapter.phase)).raw("</b> <span>");
        html.text(&words::offers(chapter.count));
        html.raw("</span></a>\n<details><summary>Orte");
        html.raw("<span class=\"unseen\">: ")
            .raw(name(chapter.phase));
        html.raw("</span></summary>\n<ul>\n");
        for (area, entries) in &chapter.areas {
            html.raw("<li><a href=\"#")
                .text(&area_anchor(chapter.phase, *area))
                .raw("\">");
            area_name(*area, html).raw(" <span>(");
            html.text(&number(entries.len())).raw(")</span></a></li>\n");
        }
        html.raw("</ul></details></li>\n");
    }
    html.raw("</ul>\n</nav>\n");
}

fn chapter(chapter: &Chapter<'_>, for_all: usize, html: &mut Html) {
    let anchor = chapter_anchor(chapter.phase);
    html.raw("<section class=\"").raw(slug(chapter.phase));
    html.raw("\" aria-labelledby=\"")
        .text(&anchor)
        .raw("\">\n<h2 id=\"")
        .text(&anchor)
        .raw("\">");
    html.raw(name(chapter.phase)).raw("</h2>\n");
    if chapter.phase.is_some() && for_all > 0 {
        html.raw("<p class=\"more\">Dazu: <a href=\"#");
        html.text(&chapter_anchor(None)).raw("\">");
        html.text(&words::offers(for_all));
        html.raw(" für jedes Alter</a></p>\n");
    }
    for (area, entries) in &chapter.areas {
        html.raw("<h3 id=\"")
            .text(&area_anchor(chapter.phase, *area))
            .raw("\">");
        area_name(*area, html).raw("</h3>\n");
        for entry in entries {
            if let Entry::Whole(offer) = entry {
                article::write(offer, html);
            }
        }
        before(entries, html);
    }
    html.raw("</section>\n");
}

/// The offers that are written out further up, each with the place where it is.
fn before(entries: &[Entry<'_>], html: &mut Html) {
    if entries.iter().all(|entry| matches!(entry, Entry::Whole(_))) {
        return;
    }
    html.raw("<p class=\"also\">Außerdem, weiter oben beschrieben:</p>\n<ul class=\"also\">\n");
    for entry in entries {
        if let Entry::Before(offer, phase, area) = entry {
            html.raw("<li><a href=\"#")
                .text(&article::anchor(&offer.id))
                .raw("\"><bdi>");
            html.text(&offer.title).raw("</bdi></a> <span>unter ");
            html.raw(name(*phase)).raw(", ");
            area_name(*area, html).raw("</span></li>\n");
        }
    }
    html.raw("</ul>\n");
}

const fn name(phase: Option<LifePhase>) -> &'static str {
    match phase {
        Some(phase) => words::phase(phase),
        None => "Für jedes Alter",
    }
}

const fn slug(phase: Option<LifePhase>) -> &'static str {
    match phase {
        Some(phase) => phase.slug(),
        None => "all",
    }
}

fn area_name<'h>(area: Area<'_>, html: &'h mut Html) -> &'h mut Html {
    match area {
        Area::In(neighbourhood) => html.bdi(neighbourhood.label()),
        Area::WholeRegion => html.raw("Ganze Region"),
        Area::Unstated => html.raw("Ohne festen Ort"),
    }
}

fn chapter_anchor(phase: Option<LifePhase>) -> String {
    format!("alter-{}", slug(phase))
}

/// Slugs of phases have no hyphen, and those of neighbourhoods no dot.
fn area_anchor(phase: Option<LifePhase>, area: Area<'_>) -> String {
    let area = match area {
        Area::In(neighbourhood) => neighbourhood.slug(),
        Area::WholeRegion => ".region",
        Area::Unstated => ".ohne",
    };
    format!("ort-{}-{area}", slug(phase))
}
