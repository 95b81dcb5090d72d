//! Packing: what Trunk built becomes a folder that any static host can serve, under any path.
//!
//! - The style sheets become one: a slow connection then waits once, not for each.
//! - Scripts, style sheets and WebAssembly that the page names get the hash of their bytes into their names, so that
//!   a server may let browsers keep them for ever. Trunk's own hashes do not serve: it hashes the WebAssembly before
//!   wasm-bindgen and wasm-opt have worked on it, so other bytes could come under the same name.
//! - Each route of the client becomes a real file, so that a deep link opens on the first visit too.
//! - The service worker gets its list of files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::process;
use crate::routes::ROUTES;
use crate::service_worker;

/// The one style sheet.
const STYLE_SHEET: &str = "style.css";

/// Finishes a folder that Trunk built. `publisher` is the program that knows how to compress.
pub fn pack(folder: &Path, publisher: &Path) -> Result<()> {
    let page = folder.join("index.html");
    let html = read(&page)?;
    let html = join_style_sheets(folder, html)?;
    let html = name_by_content(folder, html)?;
    write(&page, &html)?;
    for (_, route) in ROUTES.iter().filter(|(_, route)| !route.is_empty()) {
        let route = folder.join(route);
        fs::create_dir_all(&route).with_context(|| format!("cannot make {}", route.display()))?;
        write(&route.join("index.html"), &one_level_down(&html))?;
    }
    let version = service_worker::write_list(folder)?;
    println!("  shell version {version}");
    process::run(Command::new(publisher).arg("compress").arg(folder))
}

/// Puts the style sheets that the page names into one, in the page's order, and returns the page that names only that one.
fn join_style_sheets(folder: &Path, mut html: String) -> Result<String> {
    const TAG: &str = "<link rel=\"stylesheet\" href=\"./";
    let mut joined = String::new();
    let mut first = None;
    while let Some(start) = html.find(TAG) {
        let length = html[start..].find('>').context("a link without an end")? + 1;
        let file = html[start + TAG.len()..start + length].split('"').next();
        let path = folder.join(file.unwrap_or_default());
        joined.push_str(&read(&path)?);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        html.replace_range(start..start + length, "");
        first.get_or_insert(start);
    }
    if let Some(first) = first {
        html.insert_str(first, &format!("{TAG}{STYLE_SHEET}\">"));
        write(&folder.join(STYLE_SHEET), &joined)?;
    }
    Ok(html)
}

/// Renames the files that the page names to `<name>-<16 hex digits>.<ext>`, and returns the page with the new names.
fn name_by_content(folder: &Path, mut html: String) -> Result<String> {
    for file in files(folder)? {
        let Some((stem, "js" | "css" | "wasm")) = file.to_str().and_then(|f| f.rsplit_once('.'))
        else {
            continue;
        };
        let named = format!("\"./{}\"", file.display());
        // Only files beside the page: a script in a folder is named by other scripts, too.
        if stem.contains('/') || !html.contains(&named) {
            continue;
        }
        let path = folder.join(&file);
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let hashed = named_by(&content, stem, &extension);
        fs::rename(&path, folder.join(&hashed))
            .with_context(|| format!("cannot rename {}", path.display()))?;
        html = html.replace(&named, &format!("\"./{hashed}\""));
    }
    Ok(html)
}

/// `<stem>-<16 hex digits>.<extension>`: a name that other bytes do not have.
pub fn named_by(content: &[u8], stem: &str, extension: &str) -> String {
    let hash = format!("{:x}", Sha256::digest(content));
    format!("{stem}-{}.{extension}", &hash[..16])
}

/// The page as it must be one folder further down: every relative URL goes up first.
fn one_level_down(html: &str) -> String {
    html.replace("\"./", "\"../")
}

/// All files below a folder, relative to it, sorted.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let here = folder.join(&relative);
        for entry in
            fs::read_dir(&here).with_context(|| format!("cannot read {}", here.display()))?
        {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let target = to.join(&file);
        let parent = target.parent().unwrap_or(to);
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::copy(from.join(&file), &target)
            .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

/// The text of a file.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Writes a text into a file.
pub fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_become_one_in_the_order_of_the_page() {
        let folder = std::env::temp_dir().join(format!("raupe-style-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, content) in [("z.css", "@layer z, a;\n"), ("a.css", "a{}\n")] {
            fs::write(folder.join(file), content).unwrap();
        }
        let page = "<link rel=\"icon\" href=\"./i.svg\">\
                    <link rel=\"stylesheet\" href=\"./z.css\"/><link rel=\"stylesheet\" href=\"./a.css\">";

        let html = join_style_sheets(&folder, page.to_owned()).unwrap();

        assert_eq!(
            html,
            "<link rel=\"icon\" href=\"./i.svg\"><link rel=\"stylesheet\" href=\"./style.css\">"
        );
        let style = fs::read_to_string(folder.join(STYLE_SHEET)).unwrap();
        assert_eq!(style, "@layer z, a;\na{}\n");
        assert_eq!(files(&folder).unwrap(), [PathBuf::from(STYLE_SHEET)]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn files_are_named_by_their_bytes_where_the_page_names_them() {
        let folder = std::env::temp_dir().join(format!("raupe-pack-{}", std::process::id()));
        fs::create_dir_all(folder.join("snippets")).unwrap();
        for (file, content) in [
            ("a.js", "1"),
            ("b_bg.wasm", "2"),
            ("sw.js", "3"),
            ("snippets/c.js", "4"),
        ] {
            fs::write(folder.join(file), content).unwrap();
        }
        let page = r#"<script src="./a.js" data-wasm="./b_bg.wasm"></script><link href="./snippets/c.js"><link href="./i.svg">"#;

        let html = name_by_content(&folder, page.to_owned()).unwrap();

        assert_eq!(
            html,
            r#"<script src="./a-6b86b273ff34fce1.js" data-wasm="./b_bg-d4735e3a265e16ee.wasm"></script><link href="./snippets/c.js"><link href="./i.svg">"#
        );
        let names: Vec<_> = files(&folder).unwrap();
        let expected = [
            "a-6b86b273ff34fce1.js",
            "b_bg-d4735e3a265e16ee.wasm",
            "snippets/c.js",
            "sw.js",
        ];
        assert_eq!(names, expected.map(PathBuf::from));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_route_one_level_down_goes_up_first() {
        assert_eq!(
            one_level_down(
                r#"<html data-base="./"><link href="./a.css"><a href="https://x.de/./">"#
            ),
            r#"<html data-base="../"><link href="../a.css"><a href="https://x.de/./">"#
        );
    }
}
