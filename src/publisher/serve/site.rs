//! Which file a path means, and which form of it to send.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::headers;
use super::negotiate::Encoding;
use crate::files::sibling;

const INDEX: &str = "index.html";
const NO_SUCH_PAGE: &str = "404.html";

/// The folders that are served.
pub(super) struct Site {
    app: PathBuf,
    feed: PathBuf,
}

/// What a path means.
pub(super) enum Found {
    /// A file.
    Content(Content),
    /// A folder with a page, but the path lacks the slash at its end: relative links of the page
    /// would lead elsewhere.
    Folder,
    /// Nothing; with the page that says so, if the app has one.
    Nothing(Option<Content>),
}

/// A file in the form in which it is sent.
pub(super) struct Content {
    /// The name by which it was asked for: it decides about type and caching.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) encoding: Encoding,
}

/// A path of a request: the names in it, and whether it ends with a slash.
struct Names {
    names: Vec<String>,
    slash: bool,
}

impl Site {
    pub(super) fn new(app: &Path, feed: &Path) -> Self {
        Self {
            app: app.to_owned(),
            feed: feed.to_owned(),
        }
    }

    /// Finds the file for the path of a request and reads it in the first of the accepted forms
    /// that there is.
    pub(super) fn find(&self, path: &str, accepted: &[Encoding]) -> io::Result<Found> {
        let Some(Names { names, slash }) = Names::read(path) else {
            return self.nothing(&[], accepted);
        };
        let file = match names.split_first() {
            Some((first, rest)) if first == "feed" => locate(&self.feed, rest)?,
            _ => locate(&self.app, &names)?,
        };
        let name = names.last().map_or("", String::as_str);
        match file {
            Some(Located::File(path)) if !slash => Ok(Found::Content(read(&path, name, accepted)?)),
            Some(Located::Folder(page)) if slash => {
                Ok(Found::Content(read(&page, INDEX, accepted)?))
            }
            Some(Located::Folder(_)) => Ok(Found::Folder),
            Some(Located::File(_)) | None => self.nothing(&names, accepted),
        }
    }

    /// The nearest `404.html`: the app may be in a folder of its own.
    fn nothing(&self, names: &[String], accepted: &[Encoding]) -> io::Result<Found> {
        for depth in (0..=names.len()).rev() {
            let mut page = names[..depth].to_vec();
            page.push(NO_SUCH_PAGE.to_owned());
            if let Some(Located::File(path)) = locate(&self.app, &page)? {
                return Ok(Found::Nothing(Some(read(&path, NO_SUCH_PAGE, accepted)?)));
            }
        }
        Ok(Found::Nothing(None))
    }
}

impl Names {
    /// The names in a path, or `None` if one of them could lead out of the folder or to something
    /// hidden.
    fn read(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        if path.is_empty() {
            return Some(Self {
                names: Vec::new(),
                slash: true,
            });
        }
        let (path, slash) = path
            .strip_suffix('/')
            .map_or((path, false), |path| (path, true));
        let names = path.split('/').map(|name| {
            let name = percent_decode_str(name).decode_utf8().ok()?.into_owned();
            // Backslash and colon separate on Windows; there they could name another drive.
            let plain = !name.is_empty()
                && !name.starts_with('.')
                && !name.contains(['/', '\\', ':', '\0']);
            plain.then_some(name)
        });
        Some(Self {
            names: names.collect::<Option<_>>()?,
            slash,
        })
    }
}

enum Located {
    File(PathBuf),
    /// The page of a folder.
    Folder(PathBuf),
}

/// The file or the folder's page with these names, if it is there and really in the folder: links
/// that lead out of it are not followed.
fn locate(root: &Path, names: &[String]) -> io::Result<Option<Located>> {
    let located = || {
        let root = root.canonicalize()?;
        let within = |path: PathBuf| {
            let path = path.canonicalize()?;
            if path.starts_with(&root) {
                Ok(path)
            } else {
                Err(io::Error::from(ErrorKind::NotFound))
            }
        };
        let path = within(
            names
                .iter()
                .fold(root.clone(), |path, name| path.join(name)),
        )?;
        if path.is_file() {
            return Ok(Located::File(path));
        }
        let page = within(path.join(INDEX))?;
        if page.is_file() {
            Ok(Located::Folder(page))
        } else {
            Err(ErrorKind::NotFound.into())
        }
    };
    match located() {
        Ok(located) => Ok(Some(located)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_absent(error: &io::Error) -> bool {
    use ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};

    matches!(
        error.kind(),
        NotFound | NotADirectory | InvalidFilename | InvalidInput
    )
}

/// Reads a file in the first of the accepted forms that there is.
fn read(path: &Path, name: &str, accepted: &[Encoding]) -> io::Result<Content> {
    let content = |bytes, encoding| Content {
        name: name.to_owned(),
        bytes,
        encoding,
    };
    for encoding in accepted {
        let bytes = match encoding.ending() {
            None => fs::read(path)?,
            Some(ending) => {
                let form = sibling(path, ending);
                if !is_form_of(&form, path, name) {
                    continue;
                }
                fs::read(form)?
            }
        };
        return Ok(content(bytes, *encoding));
    }
    Ok(content(fs::read(path)?, Encoding::Identity))
}

/// Whether `form` is there and made from this content of the file: one that is older than its
/// file may have been made from an earlier content, unless the name tells the content.
fn is_form_of(form: &Path, path: &Path, name: &str) -> bool {
    // A link could lead out of the folder.
    let Ok(metadata) = fs::symlink_metadata(form) else {
        return false;
    };
    let younger = || {
        let written = path.metadata().and_then(|metadata| metadata.modified());
        metadata
            .modified()
            .ok()
            .zip(written.ok())
            .is_some_and(|(form, file)| form >= file)
    };
    metadata.is_file() && (headers::is_named_by_content(name) || younger())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_read() {
        for (path, expected) in [
            ("/", Some("/")),
            ("/a", Some("a")),
            ("/a/b.js", Some("a b.js")),
            ("/suchen/", Some("suchen /")),
            ("/B%C3%A4r", Some("Bär")),
            ("", None),
            ("*", None),
            ("//", None),
            ("//host", None),
            ("/a//b", None),
            ("/..", None),
            ("/%2e%2e/secret", None),
            ("/a%2Fb", None),
            ("/a%5Cb", None),
            ("/c:", None),
            ("/.git/config", None),
            ("/a%00", None),
            ("/%FF", None),
        ] {
            let read = Names::read(path).map(|Names { mut names, slash }| {
                names.extend(slash.then(|| "/".to_owned()));
                names.join(" ")
            });
            assert_eq!(read.as_deref(), expected, "{path}");
        }
    }
}
