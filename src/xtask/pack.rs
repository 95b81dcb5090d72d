//! Packing: the page, its style and its program become a folder that any static host can serve, under any path.
//!
//! - The style sheets become one: a slow connection then waits once, not for each.
//! - Files that the page names as `{{file}}` get the hash of their bytes into their names, so that a server may let
//!   browsers keep them for ever.
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

/// The list of style sheets, and the one that is made of them.
const STYLE_SHEET: &str = "style.css";

/// Finishes a folder that has what is public and the program. `publisher` is the program that knows how to compress.
pub fn pack(root: &Path, folder: &Path, publisher: &Path) -> Result<()> {
    let style = root.join("style");
    write(&folder.join(STYLE_SHEET), &join_style_sheets(&style)?)?;
    let html = read(&root.join("index.html"))?;
    let html = html.replace("{{symbols}}", read(&style.join("symbols.svg"))?.trim_end());
    let html = name_by_content(folder, html)?;
    write(&folder.join("index.html"), &html)?;
    for (_, route) in ROUTES.iter().filter(|(_, route)| !route.is_empty()) {
        let route = folder.join(route);
        fs::create_dir_all(&route).with_context(|| format!("cannot make {}", route.display()))?;
        write(&route.join("index.html"), &one_level_down(&html))?;
    }
    let version = service_worker::write_list(folder)?;
    println!("  shell version {version}");
    process::run(Command::new(publisher).arg("compress").arg(folder))
}

/// The style sheets that the list in `folder` imports, in its order.
fn join_style_sheets(folder: &Path) -> Result<String> {
    let list = read(&folder.join(STYLE_SHEET))?;
    let mut joined = String::new();
    for line in list.lines().filter(|line| line.starts_with("@import")) {
        let file = line.strip_prefix("@import \"./");
        let file = file.and_then(|line| line.strip_suffix("\";"));
        let file = file.with_context(|| {
            format!("style/{STYLE_SHEET}: not `{line}`, but `@import \"./FILE\";`")
        })?;
        joined.push_str(&read(&folder.join(file))?);
    }
    Ok(joined)
}

/// Renames the files that the page names as `{{<name>.<ext>}}` to `<name>-<16 hex digits>.<ext>`, and returns the page
/// with the new names.
fn name_by_content(folder: &Path, mut html: String) -> Result<String> {
    while let Some((_, rest)) = html.split_once("{{") {
        let (name, _) = rest
            .split_once("}}")
            .context("index.html: `{{` without `}}`")?;
        let name = name.to_owned();
        let (stem, extension) = name
            .rsplit_once('.')
            .with_context(|| format!("index.html: {{{{{name}}}}} is no file"))?;
        let path = folder.join(&name);
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let hashed = named_by(&content, stem, extension);
        fs::rename(&path, folder.join(&hashed))
            .with_context(|| format!("cannot rename {}", path.display()))?;
        html = html.replace(&format!("{{{{{name}}}}}"), &format!("./{hashed}"));
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
    fn style_sheets_become_one_in_the_order_of_the_list() {
        let folder = std::env::temp_dir().join(format!("raupe-style-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let list = "/* Why */\n@import \"./z.css\";\n@import \"./a.css\";\n";
        for (file, content) in [
            (STYLE_SHEET, list),
            ("z.css", "@layer z, a;\n"),
            ("a.css", "a{}\n"),
        ] {
            fs::write(folder.join(file), content).unwrap();
        }

        assert_eq!(join_style_sheets(&folder).unwrap(), "@layer z, a;\na{}\n");

        fs::write(folder.join(STYLE_SHEET), "@import url(a.css);\n").unwrap();
        let error = format!("{:#}", join_style_sheets(&folder).unwrap_err());
        assert!(error.contains("not `@import url(a.css);`"), "{error}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn files_are_named_by_their_bytes_where_the_page_says_so() {
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
        let page = r#"<script src="{{a.js}}" data-wasm="{{b_bg.wasm}}"></script><link href="./snippets/c.js"><link href="{{a.js}}">"#;

        let html = name_by_content(&folder, page.to_owned()).unwrap();

        assert_eq!(
            html,
            r#"<script src="./a-6b86b273ff34fce1.js" data-wasm="./b_bg-d4735e3a265e16ee.wasm"></script><link href="./snippets/c.js"><link href="./a-6b86b273ff34fce1.js">"#
        );
        let names: Vec<_> = files(&folder).unwrap();
        let expected = [
            "a-6b86b273ff34fce1.js",
            "b_bg-d4735e3a265e16ee.wasm",
            "snippets/c.js",
            "sw.js",
        ];
        assert_eq!(names, expected.map(PathBuf::from));

        let error = name_by_content(&folder, "{{c.js}}".into()).unwrap_err();
        assert!(format!("{error:#}").contains("c.js"), "{error:#}");
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
