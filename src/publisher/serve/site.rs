//! Which file a path means, and which form of it to send.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::headers;
use super::negotiate::Encoding;
use crate::files::sibling;
use crate::keys;

const INDEX: &str = "index.html";
const NO_SUCH_PAGE: &str = "404.html";

/// How many names a path has at most; what lies deeper is not there. The app has two levels.
const DEEPEST: usize = 16;

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
            Some((first, rest)) if first == "feed" => locate(&RealDisk, &self.feed, rest)?,
            _ => locate(&RealDisk, &self.app, &names)?,
        };
        let name = names.last().map_or("", String::as_str);
        let content = match file {
            Some(Located::File(path)) if !slash => read(&path, name, accepted)?,
            Some(Located::Folder(page)) if slash => read(&page, INDEX, accepted)?,
            Some(Located::Folder(_)) => return Ok(Found::Folder),
            Some(Located::File(_)) | None => return self.nothing(&names, accepted),
        };
        if keys::is_secret(&content.bytes) {
            return self.nothing(&names, accepted);
        }
        Ok(Found::Content(content))
    }

    fn nothing(&self, names: &[String], accepted: &[Encoding]) -> io::Result<Found> {
        let page = nearest_page(&RealDisk, &self.app, names)?;
        let content = page.map(|page| read(&page, NO_SUCH_PAGE, accepted));
        Ok(Found::Nothing(content.transpose()?))
    }
}

impl Names {
    /// The names in a path, or `None` if one of them could lead out of the folder, to something
    /// hidden or to a secret key, or if there are more than [`DEEPEST`].
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
        if path.split('/').nth(DEEPEST).is_some() {
            return None;
        }
        let names = path.split('/').map(|name| {
            let name = percent_decode_str(name).decode_utf8().ok()?.into_owned();
            // Backslash and colon separate on Windows; there they could name another drive.
            let plain = !name.is_empty()
                && !name.starts_with('.')
                && !name.contains(['/', '\\', ':', '\0'])
                && !keys::is_named_as_key(&name);
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

/// What finding asks of a disk. A trait, so that a test can count how often.
trait Disk {
    /// What is really at a path, behind all links.
    fn look(&self, path: &Path) -> io::Result<Real>;
}

struct Real {
    path: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    File,
    Folder,
    /// Pipes, devices and the like: reading one could last for ever.
    Other,
}

struct RealDisk;

impl Disk for RealDisk {
    fn look(&self, path: &Path) -> io::Result<Real> {
        let path = path.canonicalize()?;
        let metadata = path.metadata()?;
        let kind = if metadata.is_file() {
            Kind::File
        } else if metadata.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        };
        Ok(Real { path, kind })
    }
}

/// What is at a path, if anything is.
fn look(disk: &impl Disk, path: &Path) -> io::Result<Option<Real>> {
    match disk.look(path) {
        Ok(real) => Ok(Some(real)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is at a path and really in the folder: links that lead out of it are not followed.
fn look_within(disk: &impl Disk, root: &Path, path: &Path) -> io::Result<Option<Real>> {
    Ok(look(disk, path)?.filter(|real| real.path.starts_with(root)))
}

/// The file or the folder's page with these names, if it is there.
fn locate(disk: &impl Disk, root: &Path, names: &[String]) -> io::Result<Option<Located>> {
    let Some(root) = look(disk, root)? else {
        return Ok(None);
    };
    let path = names
        .iter()
        .fold(root.path.clone(), |path, name| path.join(name));
    let folder = match look_within(disk, &root.path, &path)? {
        Some(Real { path, kind }) => match kind {
            Kind::File => return Ok(Some(Located::File(path))),
            Kind::Folder => path,
            Kind::Other => return Ok(None),
        },
        None => return Ok(None),
    };
    let page = look_within(disk, &root.path, &folder.join(INDEX))?;
    let page = page.filter(|page| page.kind == Kind::File);
    Ok(page.map(|page| Located::Folder(page.path)))
}

/// The nearest `404.html` to a path that leads nowhere: the app may be in a folder of its own.
///
/// It goes down as far as there are folders. So an address costs two looks for each folder that is
/// there, and nothing for those that it only names.
fn nearest_page(disk: &impl Disk, root: &Path, names: &[String]) -> io::Result<Option<PathBuf>> {
    let Some(root) = look(disk, root)? else {
        return Ok(None);
    };
    let (mut folder, mut nearest) = (root.path.clone(), None);
    let mut names = names.iter();
    loop {
        let page = look_within(disk, &root.path, &folder.join(NO_SUCH_PAGE))?;
        if let Some(page) = page.filter(|page| page.kind == Kind::File) {
            nearest = Some(page.path);
        }
        let Some(name) = names.next() else {
            return Ok(nearest);
        };
        match look_within(disk, &root.path, &folder.join(name))? {
            Some(Real {
                path,
                kind: Kind::Folder,
            }) => folder = path,
            _ => return Ok(nearest),
        }
    }
}

fn is_absent(error: &io::Error) -> bool {
    use ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};

    let kind = error.kind();
    matches!(
        kind,
        NotFound | NotADirectory | InvalidFilename | InvalidInput
    ) || is_loop(error)
}

/// Whether links lead to each other. std has no stable name for it.
#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::LOOP)
}

#[cfg(not(unix))]
fn is_loop(_: &io::Error) -> bool {
    false
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
            ("/peine.key", None),
            ("/PEINE%2eKey", None),
            ("/peine.key.bak/a", None),
            ("/key", Some("key")),
            ("/keyboard.key-map.js", Some("keyboard.key-map.js")),
            ("/%FF", None),
        ] {
            let read = Names::read(path).map(|Names { mut names, slash }| {
                names.extend(slash.then(|| "/".to_owned()));
                names.join(" ")
            });
            assert_eq!(read.as_deref(), expected, "{path}");
        }
    }

    /// A disk on which nothing but folders is there, each with everything in it, down to this depth.
    struct Folders {
        depth: usize,
        looks: std::cell::Cell<usize>,
    }

    impl Disk for Folders {
        fn look(&self, path: &Path) -> io::Result<Real> {
            self.looks.set(self.looks.get() + 1);
            let is_page = path.ends_with(NO_SUCH_PAGE) || path.ends_with(INDEX);
            if is_page || path.components().count() > self.depth + 1 {
                return Err(ErrorKind::NotFound.into());
            }
            let path = path.to_owned();
            let kind = Kind::Folder;
            Ok(Real { path, kind })
        }
    }

    /// How often a disk with folders of this depth is asked because of an address of `names` names.
    fn looks(depth: usize, names: usize) -> usize {
        let names = vec!["a".to_owned(); names];
        let looks = std::cell::Cell::new(0);
        let disk = Folders { depth, looks };
        let root = Path::new("/");
        assert!(locate(&disk, root, &names).unwrap().is_none());
        assert!(nearest_page(&disk, root, &names).unwrap().is_none());
        disk.looks.get()
    }

    #[test]
    fn an_address_that_leads_nowhere_costs_what_is_there_and_not_what_it_names() {
        for names in [1, 2, 8, DEEPEST] {
            assert_eq!(looks(0, names), 5, "{names} names");
        }
        // In folders that are all there: each is looked at, and whether it has the page.
        for names in [1, 2, 8, DEEPEST] {
            assert_eq!(looks(DEEPEST, names), 5 + 2 * names, "{names} names");
        }
    }

    #[test]
    fn what_lies_too_deep_is_not_looked_for() {
        let deep = "/a".repeat(DEEPEST);
        assert!(Names::read(&deep).is_some() && Names::read(&format!("{deep}/")).is_some());
        assert!(Names::read(&format!("{deep}/a")).is_none());
        assert!(Names::read(&"/a".repeat(10_000)).is_none());
    }
}
