//! The look of a county in a packed client: its name in the web app manifest, its colours in the style sheet.
//!
//! The client reads its settings only once it runs. What shows before, and what the home screen shows, is
//! written when packing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::pack;

const MANIFEST: &str = "manifest.webmanifest";

/// Writes the name and the colours of these settings into a packed client.
pub fn apply(settings: &Value, client: &Path) -> Result<()> {
    let file = client.join(MANIFEST);
    let template: Value = serde_json::from_str(&pack::read(&file)?)
        .with_context(|| format!("public/{MANIFEST} is not JSON"))?;
    pack::write(&file, &format!("{:#}\n", manifest(template, settings)))?;
    if let Some((light, dark)) = colours(settings) {
        let rule = format!(":root{{--county-light:{light};--county-dark:{dark}}}\n");
        let (old, new) = extend_style_sheet(client, &rule)?;
        each_page(client, |html| {
            with_theme_colour(&html.replace(&old, &new), light)
        })?;
    }
    let Some(name) = text(settings, "short_name").or_else(|| text(settings, "name")) else {
        return Ok(());
    };
    each_page(client, |html| with_name(html, name))
}

/// Changes the pages of all routes.
fn each_page(client: &Path, change: impl Fn(&str) -> String) -> Result<()> {
    for file in pack::files(client)? {
        if file.file_name().is_some_and(|name| name == "index.html") {
            let file = client.join(file);
            pack::write(&file, &change(&pack::read(&file)?))?;
        }
    }
    Ok(())
}

/// The page with the name of the county where the client will show it.
fn with_name(html: &str, name: &str) -> String {
    const PLACE: &str = "<span class=\"region\" lang=\"de\">";
    let name = name.replace('&', "&amp;").replace('<', "&lt;");
    html.replace(&format!("{PLACE}</span>"), &format!("{PLACE}{name}</span>"))
}

/// The web app manifest: what the template calls the app, and the county behind it.
fn manifest(mut template: Value, settings: &Value) -> Value {
    for (field, between) in [("name", ", "), ("short_name", " ")] {
        if let (Some(app), Some(county)) = (template[field].as_str(), text(settings, field)) {
            template[field] = json!(format!("{app}{between}{county}"));
        }
    }
    if let Some((light, _)) = colours(settings) {
        template["theme_color"] = json!(light);
    }
    template
}

/// A text of the settings, if there is something in it.
fn text<'a>(settings: &'a Value, field: &str) -> Option<&'a str> {
    let text = settings[field].as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

fn colours(settings: &Value) -> Option<(&str, &str)> {
    let colours = &settings["colours"];
    Some((colours["light"].as_str()?, colours["dark"].as_str()?))
}

/// Adds a rule to the last style sheet that the page names, and returns its old and its new name.
///
/// A sheet of its own would be one more to wait for before anything shows.
fn extend_style_sheet(client: &Path, rule: &str) -> Result<(String, String)> {
    const LINK: &str = "<link rel=\"stylesheet\" href=\"./";
    let html = pack::read(&client.join("index.html"))?;
    let (_, rest) = html
        .rsplit_once(LINK)
        .context("index.html names no style sheet")?;
    let old = rest.split('"').next().unwrap_or_default();
    let content = pack::read(&client.join(old))? + rule;
    let stem = old.rsplit_once('-').map_or(old, |(stem, _)| stem);
    let new = pack::named_by(content.as_bytes(), stem, "css");
    pack::write(&client.join(&new), &content)?;
    if new != old {
        fs::remove_file(client.join(old)).with_context(|| format!("cannot remove {old}"))?;
    }
    Ok((old.to_owned(), new))
}

/// The page with this colour for the browser's own bars.
fn with_theme_colour(html: &str, colour: &str) -> String {
    const META: &str = "<meta name=\"theme-color\" content=\"";
    let Some((before, rest)) = html.split_once(META) else {
        return html.to_owned();
    };
    let after = rest.find('"').map_or("", |end| &rest[end..]);
    format!("{before}{META}{colour}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packed client with this style sheet in its pages.
    fn client(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("raupe-look-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("suchen")).unwrap();
        let page = "<meta name=\"theme-color\" content=\"#0B4F6C\">\
                    <link rel=\"stylesheet\" href=\"./style-0123456789abcdef.css\">\
                    <span class=\"region\" lang=\"de\"></span>";
        for (file, content) in [
            ("index.html", page),
            ("suchen/index.html", &page.replace("\"./", "\"../")),
            ("style-0123456789abcdef.css", "a{}\n"),
            (
                MANIFEST,
                r##"{"name":"Raupe","short_name":"Raupe","theme_color":"#0B4F6C","lang":"de"}"##,
            ),
        ] {
            fs::write(folder.join(file), content).unwrap();
        }
        folder
    }

    #[test]
    fn a_county_has_its_name_and_its_colours() {
        let client = client("whole");
        let settings = json!({
            "name": "Kreis Lippe", "short_name": "Lippe & <Umland>",
            "colours": { "light": "#8a1538", "dark": "#ffb3c4" },
        });

        apply(&settings, &client).unwrap();

        let manifest: Value =
            serde_json::from_str(&pack::read(&client.join(MANIFEST)).unwrap()).unwrap();
        let expected = json!({
            "name": "Raupe, Kreis Lippe", "short_name": "Raupe Lippe & <Umland>",
            "theme_color": "#8a1538", "lang": "de",
        });
        assert_eq!(manifest, expected);
        let files = pack::files(&client).unwrap();
        let style = files
            .iter()
            .filter_map(|file| file.to_str())
            .find(|file| file.starts_with("style-"))
            .unwrap();
        assert_ne!(style, "style-0123456789abcdef.css");
        let rules = "a{}\n:root{--county-light:#8a1538;--county-dark:#ffb3c4}\n";
        assert_eq!(pack::read(&client.join(style)).unwrap(), rules);
        for (page, up) in [("index.html", "./"), ("suchen/index.html", "../")] {
            let expected = format!(
                "<meta name=\"theme-color\" content=\"#8a1538\"><link rel=\"stylesheet\" href=\"{up}{style}\">\
                 <span class=\"region\" lang=\"de\">Lippe &amp; &lt;Umland></span>"
            );
            assert_eq!(pack::read(&client.join(page)).unwrap(), expected);
        }
        fs::remove_dir_all(client).unwrap();
    }

    #[test]
    fn without_colours_the_style_stays_as_it_is() {
        let client = client("plain");
        let settings = json!({ "name": "Landkreis Muster", "short_name": " " });
        apply(&settings, &client).unwrap();
        assert!(client.join("style-0123456789abcdef.css").is_file());
        let manifest = pack::read(&client.join(MANIFEST)).unwrap();
        assert!(manifest.contains("\"Raupe, Landkreis Muster\"") && manifest.contains("#0B4F6C"));
        assert!(manifest.contains("\"Raupe\""));
        let page = pack::read(&client.join("index.html")).unwrap();
        assert!(page.contains("lang=\"de\">Landkreis Muster</span>"));
        fs::remove_dir_all(client).unwrap();
    }
}
