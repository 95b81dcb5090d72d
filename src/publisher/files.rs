//! Writing files so that a reader finds the old one or the new one, never a part; and their names.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What publishing asks of a disk. A trait, so that the tests can let each operation fail in turn.
pub trait Files {
    /// The whole content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The plain files in a folder, in no particular order.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;
    /// Creates or overwrites a file. When it returns, the bytes are on the disk.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file another name, and takes the name from the file that had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes sure that the names in a folder are on the disk.
    fn sync(&self, folder: &Path) -> io::Result<()>;
    /// Deletes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// A file in a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name. Names that are not Unicode are nobody's business here and left out.
    pub name: String,
    /// When it was last written.
    pub modified: SystemTime,
}

/// The file system of this machine.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if let (true, Ok(name)) = (metadata.is_file(), entry.file_name().into_string()) {
                entries.push(Entry {
                    name,
                    modified: metadata.modified()?,
                });
            }
        }
        Ok(entries)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        // Only Unix can open a folder like a file, and not all of its file systems can sync one.
        if !cfg!(unix) {
            return Ok(());
        }
        match File::open(folder)?.sync_all() {
            Err(error) if cannot_sync_folders(&error) => Ok(()),
            result => result,
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

fn cannot_sync_folders(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
    )
}

/// Writes a file beside its place and then moves it there: the place holds the old file or the
/// new one, also after a power cut.
///
/// Two writers of the same file would share the file beside it; [`crate::publish`] keeps a second
/// one out.
pub fn replace(files: &impl Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = unfinished(path);
    let result = files
        .write(&beside, bytes)
        .and_then(|()| files.rename(&beside, path));
    if result.is_err() {
        // It is of no use, but harmless: should this fail as well, the next run overwrites it.
        let _ = files.remove(&beside);
    }
    result
}

/// Where a file is until it is complete. The dot keeps [`crate::serve`] from showing it.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".tmp");
    path.with_file_name(name)
}

/// `path` with `ending` appended to its name: `index.html` and `br` give `index.html.br`.
pub fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}
