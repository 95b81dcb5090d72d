//! The disk fails at every single operation in turn. Whatever happens, the folder holds the old
//! feed or the new one, complete, and publishing again works.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;

use raupe::files::{Disk, Entry, Files};
use raupe::plain;
use raupe::publish::{PublishError, Published, Step};

use raupe::keys::{Pair, generate};
use raupe_core::sync::Outcome;

use crate::support::{Office, Phone, page, service};

/// A disk that works for some operations and then fails.
struct Failing {
    operations_left: Cell<usize>,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// One operation fails, the next ones work: somebody pulled a cable and put it back.
    Once,
    /// From now on nothing works: the program was killed.
    ForGood,
    /// The same, and the file that is being written is there in part: the power failed.
    Torn,
}

impl Failing {
    fn new(operations: usize, fault: Fault) -> Self {
        Self {
            operations_left: Cell::new(operations),
            fault,
        }
    }

    fn works(&self) -> io::Result<()> {
        let left = self.operations_left.get();
        match (left, self.fault) {
            (0, Fault::Once) => self.operations_left.set(usize::MAX),
            (0, _) => {}
            _ => self.operations_left.set(left - 1),
        }
        if left == 0 {
            Err(io::Error::other("broken"))
        } else {
            Ok(())
        }
    }
}

impl Files for Failing {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.works()?;
        Disk.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.works()?;
        Disk.list(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.works() {
            if self.fault == Fault::Torn {
                Disk.write(path, &bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        Disk.write(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.works()?;
        Disk.rename(from, to)
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        self.works()?;
        Disk.sync(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.works()?;
        Disk.remove(path)
    }
}

/// An office with six signed editions, so that the next one has something to delete, and a file with
/// the next one; and the key.
fn prepared() -> (Office, Pair) {
    let mut office = Office::new();
    let pair = generate(&office.path("peine")).unwrap();
    office.order.key = Some(pair.secret.clone());
    for edition in 1..=6 {
        office.write(&page(&[service("a", &format!("Ausgabe {edition}"))]));
        office.publish().unwrap();
    }
    office.write(&page(&[service("a", "Ausgabe 7"), service("b", "Neu")]));
    (office, pair)
}

#[test]
fn after_any_failure_the_feed_is_the_old_or_the_new_one() {
    let (prepared, pair) = prepared();
    for fault in [Fault::Once, Fault::ForGood, Fault::Torn] {
        let mut seen = Vec::new();
        for operations in 0.. {
            let story = format!("{fault:?} after {operations} operations");
            let mut office = prepared.copy();
            office.order.key = Some(pair.secret.clone());
            let before = office.manifest();
            let result = office.publish_on(&Failing::new(operations, fault));
            let after = office.manifest();
            seen.push(after.seq);
            // Whatever stands there, a phone believes it and gets it whole.
            let mut phone = Phone::trusting(Some(&pair.line));
            let outcome = phone.sync(&office.order.out);
            assert!(
                matches!(outcome, Outcome::Updated(_)),
                "{story}: {outcome:?}"
            );
            assert_eq!(phone.seq(), Some(after.seq), "{story}");
            // The page may be that of the next edition already, but it is whole.
            let page = fs::read_to_string(office.feed(plain::FILE)).unwrap();
            assert!(page.ends_with("</html>\n"), "{story}");
            match &result {
                Ok(published) => assert_eq!(published.manifest, after, "{story}"),
                Err(PublishError::Io(..)) => {
                    assert!(after == before || after.seq == 7, "{story}: {after:?}");
                }
                Err(other) => panic!("{story}: {other:?}"),
            }

            office.publish().unwrap();
            let again = office.manifest();
            assert_eq!((again.seq, again.count), (7, 2), "{story}");
            assert!(
                matches!(office.publish().unwrap().step, Step::Nothing),
                "{story}"
            );

            if result.is_ok_and(|published| is_tidy(&published)) {
                break;
            }
        }
        // The manifest is the turning point: once the new feed is there, it stays.
        assert!(
            seen.is_sorted() && seen[0] == 6 && seen.ends_with(&[7, 7]),
            "{seen:?}"
        );
        assert!(seen.len() > 20, "every operation was tried: {seen:?}");
    }
}

/// Whether everything worked, also deleting the oldest edition.
fn is_tidy(published: &Published) -> bool {
    matches!(&published.step, Step::NewEdition(written) if written.deleted.is_ok())
}

#[test]
fn the_very_first_edition_appears_whole_or_not_at_all() {
    for operations in 0.. {
        let office = Office::new();
        office.write(&page(&[service("a", "Angebot")]));
        let result = office.publish_on(&Failing::new(operations, Fault::Torn));
        if office.names().iter().any(|name| name == "manifest.json") {
            assert_eq!(office.manifest().seq, 1);
        }
        office.publish().unwrap();
        assert_eq!(office.manifest().seq, 1);
        if result.is_ok_and(|published| is_tidy(&published)) {
            break;
        }
    }
}
