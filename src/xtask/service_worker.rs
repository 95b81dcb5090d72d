//! The service worker's list: every file of the shell with its hash, and one version for all of them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::pack;

/// The lines of `public/sw.js` that are filled in. They are valid as they stand, so that the template can be tested.
const VERSION_LINE: &str = "const VERSION = 'unpacked';";
const SHELL_LINE: &str = "const SHELL = {};";

/// Fills in the `sw.js` of a packed client and returns the version.
pub fn write_list(folder: &Path) -> Result<String> {
    let file = folder.join("sw.js");
    let template =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    for line in [VERSION_LINE, SHELL_LINE] {
        let times = template.matches(line).count();
        ensure!(
            times == 1,
            "sw.js has the line `{line}` {times} times, not once"
        );
    }

    // The worker's own text counts as well: two workers that act differently never share a cache.
    let mut version = Sha256::new_with_prefix(&template);
    let mut list = String::from("const SHELL = {\n");
    for path in pack::files(folder)? {
        let name = path.to_string_lossy();
        if !belongs_to_shell(&name) {
            continue;
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
        ensure!(
            name.bytes().all(is_plain),
            "{name:?}: files of the shell are named with letters a-z, digits and . _ - only, \
             so that every host serves them under the same URL"
        );
        let content =
            fs::read(folder.join(&path)).with_context(|| format!("cannot read {name}"))?;
        let digest = Sha256::digest(content);
        version.update(name.as_bytes());
        version.update(digest);
        writeln!(list, "  '{name}': 'sha256-{}',", STANDARD.encode(digest))?;
    }
    list.push_str("};");

    let version = format!("{:x}", version.finalize())[..16].to_owned();
    let filled = template
        .replace(VERSION_LINE, &format!("const VERSION = '{version}';"))
        .replace(SHELL_LINE, &list);
    fs::write(&file, filled).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(version)
}

/// Everything that was packed, but not the workers, nor data, nor the compressed twins of files.
fn belongs_to_shell(name: &str) -> bool {
    let is_compressed = [".br", ".gz"].iter().any(|suffix| name.ends_with(suffix));
    // Pages show the drawings. Only installing the app needs the bitmaps, once, and keeps them.
    let is_bitmap = matches!(name.rsplit_once('.'), Some((stem, "png")) if stem.starts_with("icons/"))
        || name.starts_with("screenshots/");
    let is_worker = ["sw.js", "sw-off.js"].contains(&name);
    !is_worker && !name.starts_with("feed/") && !is_compressed && !is_bitmap
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packed client with these files; the name keeps tests apart that run at the same time.
    fn packed(name: &str, files: &[(&str, &str)]) -> (String, String) {
        let folder = std::env::temp_dir().join(format!("raupe-sw-{name}-{}", std::process::id()));
        for sub in ["feed", "icons", "screenshots"] {
            fs::create_dir_all(folder.join(sub)).unwrap();
        }
        let template = format!("{VERSION_LINE}\n{SHELL_LINE}\n");
        fs::write(folder.join("sw.js"), template).unwrap();
        for (file, content) in files {
            fs::write(folder.join(file), content).unwrap();
        }
        let version = write_list(&folder).unwrap();
        let worker = fs::read_to_string(folder.join("sw.js")).unwrap();
        fs::remove_dir_all(folder).unwrap();
        (version, worker)
    }

    #[test]
    fn the_list_has_every_file_of_the_shell_and_nothing_else() {
        let (version, worker) = packed(
            "list",
            &[
                ("icons/raupe.svg", ""),
                ("icons/raupe-192.png", "x"),
                ("screenshots/start.webp", "x"),
                ("index.html", ""),
                ("index.html.br", "x"),
                ("feed/manifest.json", "{}"),
            ],
        );
        assert_eq!(
            worker,
            format!(
                "const VERSION = '{version}';\nconst SHELL = {{\n  \
                 'icons/raupe.svg': 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',\n  \
                 'index.html': 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',\n}};\n"
            )
        );
    }

    #[test]
    fn the_version_changes_with_every_byte_and_name_of_the_shell() {
        let version = |name, files: &[(&str, &str)]| packed(name, files).0;
        let before = version("before", &[("a.html", "1")]);
        assert_eq!(version("same", &[("a.html", "1"), ("feed/x", "2")]), before);
        assert_ne!(version("byte", &[("a.html", "2")]), before);
        assert_ne!(version("name", &[("b.html", "1")]), before);
        assert_ne!(version("more", &[("a.html", "1"), ("b.html", "")]), before);
    }
}
