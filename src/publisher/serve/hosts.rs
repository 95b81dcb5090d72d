//! What `raupe serve` says about each file, written down for hosts that serve the same folder.
//!
//! | file | host |
//! |---|---|
//! | `.htaccess` | Apache 2.4, in whatever folder the app lies |
//! | `_headers` | Netlify, Cloudflare Pages and others like them; they read it at the root |
//! | `_hosts/nginx.conf` | nginx: a server of its own, to be copied to where nginx reads its settings |
//! | `_hosts/Caddyfile` | Caddy: a site of its own, likewise |
//!
//! All of it is made from the list in [`super::headers`]. None of it can be said by the pages themselves: framing and
//! caching, for instance, only a header forbids.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::headers::{
    ASKED_FOR, COMMON, DATA, DATA_ENDINGS, FOR_EVER, NAMED_BY_CONTENT, PAGE, POLICY, TYPES,
    caching, is_named_by_content, plain_policy, security,
};
use crate::compress;
use crate::files::{self, Disk};
use crate::plain;

/// How a file of ours begins. One that begins otherwise is somebody else's, and is left alone.
const OURS: &str = "# Raupe: ";

/// Names of secret keys and of copies of them, as a regular expression.
const KEYS: &str = r"(?i)\.key([.~]|$)";

/// What came of writing, by names within the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostFiles {
    /// Written.
    pub written: Vec<&'static str>,
    /// Somebody else's, and as they were.
    pub kept: Vec<&'static str>,
}

/// Writes the files for hosts into a folder that is to be served, with a feed in it or without.
pub fn write_host_files(folder: &Path) -> io::Result<HostFiles> {
    let mut paths = served(folder)?;
    paths.sort();
    let mut done = HostFiles::default();
    for (name, text) in [
        (".htaccess", apache()),
        ("_headers", by_path(&paths)),
        ("_hosts/nginx.conf", nginx()),
        ("_hosts/Caddyfile", caddy()),
    ] {
        let path = folder.join(name);
        match fs::read(&path) {
            Ok(there) if !there.starts_with(OURS.as_bytes()) => {
                done.kept.push(name);
                continue;
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        files::replace(&Disk, &path, text.as_bytes())?;
        done.written.push(name);
    }
    Ok(done)
}

/// The paths under which the files of a folder are served, without the slash before them.
fn served(folder: &Path) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        for entry in fs::read_dir(folder.join(&relative))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let is_form = compress::ENDINGS
                .iter()
                .any(|ending| name.ends_with(&format!(".{ending}")));
            if name.starts_with(['.', '_']) || is_form {
                continue;
            }
            let path = relative.join(&name);
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if let Some(path) = path.to_str() {
                paths.push(path.replace('\\', "/"));
            }
        }
    }
    Ok(paths)
}

/// `\.(json|minisig)$`
fn ends_with(endings: &[&str]) -> String {
    format!(r"\.({})$", endings.join("|"))
}

/// The names that tell their content, as [`is_named_by_content`] knows them.
fn named_by_content() -> String {
    let forms = NAMED_BY_CONTENT.map(|(endings, digits)| {
        let endings = ends_with(endings);
        format!("-[0-9a-f]{{{digits}}}(_bg)?{endings}")
    });
    forms.join("|")
}

/// The name of the plain page, at the end of a path.
fn plain_page() -> String {
    format!("{}$", plain::FILE.replace('.', r"\."))
}

/// `application/json` of `text/html; charset=utf-8` is the first part.
fn without_charset(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default()
}

/// The types with a charset, and those without.
fn texts() -> impl Iterator<Item = &'static (&'static [&'static str], &'static str)> {
    TYPES.iter().filter(|(_, name)| name.contains("charset"))
}

fn apache() -> String {
    let mut out = format!(
        "{OURS}what Apache 2.4 is to say about these files.\n\
         # It needs mod_headers, and \"AllowOverride FileInfo\" for this folder.\n\n"
    );
    for (endings, name) in TYPES.iter().filter(|(endings, _)| !endings.is_empty()) {
        let endings = endings.join(" .");
        let _ = writeln!(out, "AddType {} .{endings}", without_charset(name));
    }
    for (endings, _) in texts() {
        let _ = writeln!(out, "AddCharset utf-8 .{}", endings.join(" ."));
    }
    let set = |name: &str, value: &str| format!("Header always set {name} \"{value}\"\n");
    let matching =
        |pattern: &str, lines: &str| format!("<FilesMatch \"{pattern}\">\n{lines}</FilesMatch>\n");
    out.push_str("\n<IfModule mod_headers.c>\n");
    for (name, value) in COMMON.iter().chain(&PAGE) {
        out.push_str(&set(name, value));
    }
    out.push_str(&set("cache-control", ASKED_FOR));
    let data: String = PAGE
        .iter()
        .map(
            |(name, _)| match DATA.iter().find(|(data, _)| data == name) {
                Some((name, value)) => set(name, value),
                None => format!("Header always unset {name}\n"),
            },
        )
        .collect();
    out.push_str(&matching(&ends_with(&DATA_ENDINGS), &data));
    let list = set(POLICY, &plain_policy());
    out.push_str(&matching(&format!("^{}", plain_page()), &list));
    let kept = set("cache-control", FOR_EVER);
    out.push_str(&matching(&named_by_content(), &kept));
    out.push_str("</IfModule>\n\n<IfModule mod_alias.c>\n");
    let _ = writeln!(out, "RedirectMatch 404 \"{KEYS}\"\n</IfModule>");
    out
}

fn nginx() -> String {
    let mut out = format!(
        "{OURS}what nginx is to say about these files.\n\
         # For the folder from which nginx reads its sites. The name, the folder and TLS are yours to fill in.\n\n"
    );
    let data = ends_with(&DATA_ENDINGS);
    let map = |name: &str, default: &str, others: &[(&str, &str)]| {
        let mut map = format!("map $uri $raupe_{name} {{\n    default \"{default}\";\n");
        for (pattern, value) in others {
            let _ = writeln!(map, "    \"~{pattern}\" \"{value}\";");
        }
        map + "}\n"
    };
    let variable = |name: &str| name.replace('-', "_");
    for (name, value) in PAGE {
        // A header without a value is not sent.
        let of_data = DATA.iter().find(|(data, _)| *data == name);
        let of_data = of_data.map_or("", |(_, value)| value);
        let policy = plain_policy();
        let list = format!("/{}", plain_page());
        let mut others = vec![(data.as_str(), of_data)];
        if name == POLICY {
            others.push((&list, &policy));
        }
        out.push_str(&map(&variable(name), value, &others));
    }
    let kept = named_by_content();
    out.push_str(&map("caching", ASKED_FOR, &[(&kept, FOR_EVER)]));
    out.push_str(
        "\nserver {\n    listen 80;\n    server_name familien.landkreis.example;\n    root /srv/raupe;\n\n    \
         types {\n",
    );
    for (endings, name) in TYPES.iter().filter(|(endings, _)| !endings.is_empty()) {
        let endings = endings.join(" ");
        let _ = writeln!(out, "        {} {endings};", without_charset(name));
    }
    // HTML is one of them by itself.
    let texts = texts().map(|(_, name)| without_charset(name));
    let texts: Vec<_> = texts.filter(|name| *name != "text/html").collect();
    let _ = write!(
        out,
        "    }}\n    default_type application/octet-stream;\n    charset utf-8;\n    charset_types {};\n    \
         # The compressed files beside the others.\n    gzip_static on;\n    gzip_vary on;\n\n",
        texts.join(" ")
    );
    for (name, value) in COMMON {
        let _ = writeln!(out, "    add_header {name} \"{value}\" always;");
    }
    for (name, _) in PAGE {
        let variable = variable(name);
        let _ = writeln!(out, "    add_header {name} $raupe_{variable} always;");
    }
    let keys = KEYS.trim_start_matches("(?i)");
    let _ = write!(
        out,
        "    add_header cache-control $raupe_caching always;\n\n    location ~* \"{keys}\" {{\n        \
         return 404;\n    }}\n    error_page 404 /404.html;\n}}\n"
    );
    out
}

fn caddy() -> String {
    let mut out = format!(
        "{OURS}what Caddy is to say about these files.\n\
         # A site for your Caddyfile. The name and the folder are yours to fill in; Caddy sees to TLS itself.\n\n\
         familien.landkreis.example {{\n\troot * /srv/raupe\n"
    );
    let paths = |endings: &[&str]| format!("*.{}", endings.join(" *."));
    let data = paths(&DATA_ENDINGS);
    let _ = write!(
        out,
        "\t@data path {data}\n\t@pages not path {data}\n\t@list path */{}\n\t@kept path_regexp {}\n\t\
         @keys path_regexp {KEYS}\n",
        plain::FILE,
        named_by_content()
    );
    for (at, (endings, _)) in TYPES.iter().enumerate() {
        if !endings.is_empty() {
            let _ = writeln!(out, "\t@type{at} path {}", paths(endings));
        }
    }
    // In this order, and not in that of Caddy: what comes later replaces what was said before.
    out.push_str("\n\troute {\n");
    let mut say = |of: &str, name: &str, value: &str| {
        let of = if of.is_empty() {
            String::new()
        } else {
            format!("@{of} ")
        };
        let _ = writeln!(out, "\t\theader {of}{name} \"{value}\"");
    };
    for (name, value) in COMMON {
        say("", name, value);
    }
    say("", "cache-control", ASKED_FOR);
    say("kept", "cache-control", FOR_EVER);
    for (name, value) in PAGE {
        say("pages", name, value);
    }
    for (name, value) in DATA {
        say("data", name, value);
    }
    say("list", POLICY, &plain_policy());
    for (at, (endings, name)) in TYPES.iter().enumerate() {
        if !endings.is_empty() {
            say(&format!("type{at}"), "content-type", name);
        }
    }
    out.push_str(
        "\t\terror @keys 404\n\t\tfile_server {\n\t\t\tprecompressed br gzip\n\t\t}\n\t}\n\n\thandle_errors {\n\t\t\
         rewrite * /404.html\n\t\theader content-type \"text/html; charset=utf-8\"\n\t\tfile_server\n\t}\n}\n",
    );
    out
}

/// A rule for all paths, and one for each that needs more. No header stands in two rules for the same path: some hosts
/// take the last, others join both.
fn by_path(paths: &[String]) -> String {
    let mut out = format!(
        "{OURS}what Netlify, Cloudflare Pages and hosts like them are to say about these files.\n\
         # They read it at the root of a host; types they know themselves.\n\n/*\n"
    );
    for (name, value) in COMMON {
        let _ = writeln!(out, "  {name}: {value}");
    }
    for path in paths {
        let name = path.rsplit('/').next().unwrap_or_default();
        // The next edition of a feed brings others.
        if path.starts_with("feed/") && is_fixed(name) {
            continue;
        }
        let mut rule = String::new();
        for (name, value) in security(path) {
            if !COMMON.iter().any(|(common, _)| *common == name) {
                let _ = writeln!(rule, "  {name}: {value}");
            }
        }
        let caching = caching(name);
        let caching = caching.to_str().unwrap_or(ASKED_FOR);
        let _ = writeln!(rule, "  cache-control: {caching}");
        let _ = write!(out, "/{path}\n{rule}");
        if let Some(folder) = path.strip_suffix("index.html")
            && (folder.is_empty() || folder.ends_with('/'))
        {
            let _ = write!(out, "/{folder}\n{rule}");
        }
    }
    out
}

/// Whether a file of a feed never changes: its name tells an edition.
fn is_fixed(name: &str) -> bool {
    is_named_by_content(name) || name.starts_with("manifest-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_hears_everything() {
        let policy = plain_policy();
        let all = COMMON.iter().chain(&PAGE).chain(&DATA).copied();
        let caching = [ASKED_FOR, FOR_EVER].map(|value| ("cache-control", value));
        for (name, value) in all.chain(caching).chain([(POLICY, policy.as_str())]) {
            for text in [apache(), nginx(), caddy()] {
                assert!(
                    text.contains(name) && text.contains(value),
                    "{name}: {text}"
                );
            }
        }
        for (endings, name) in TYPES {
            for text in [apache(), nginx(), caddy()] {
                let is_known = text.contains(without_charset(name));
                assert!(is_known || endings.is_empty(), "{name}: {text}");
            }
        }
    }
}
