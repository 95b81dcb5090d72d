//! Keys: made once, used for every edition, believed by the app and by the stock tool.

use std::fs;
use std::path::Path;
use std::process::Command;

use raupe::keys::{KeyError, Pair, Signer, generate};
use raupe::publish::{PublishError, Refused, Step};
use raupe_core::feed::{PublicKey, sha256};
use raupe_core::sync::{Failure, Kind, Outcome};

use crate::support::{Office, Phone, page, service};

fn keygen(office: &Office, name: &str) -> Pair {
    generate(&office.path(name)).unwrap()
}

/// The office has published an edition with its key.
fn signed() -> (Office, Pair) {
    let mut office = Office::new();
    let pair = keygen(&office, "peine");
    office.order.key = Some(pair.secret.clone());
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    (office, pair)
}

#[test]
fn a_pair_is_made_and_never_written_over() {
    let office = Office::new();
    let pair = keygen(&office, "peine");
    assert!(pair.secret.ends_with("peine.key") && pair.public.ends_with("peine.pub"));
    assert!(
        fs::read_to_string(&pair.public)
            .unwrap()
            .contains(&pair.line)
    );
    let before = fs::read(&pair.secret).unwrap();
    let again = generate(&office.path("peine"));
    assert!(matches!(again, Err(KeyError::Exists(path)) if path == pair.secret));
    assert_eq!(fs::read(&pair.secret).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&pair.secret).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "for nobody else's eyes");
    }
}

#[test]
fn the_app_believes_the_key_it_knows() {
    let (office, pair) = signed();
    let mut phone = Phone::trusting(Some(&pair.line));
    assert!(matches!(phone.sync(&office.order.out), Outcome::Updated(_)));
    assert_eq!(
        phone.kinds(),
        [Kind::Manifest, Kind::Signature, Kind::Snapshot]
    );
    let other = keygen(&office, "other").line;
    let mut stranger = Phone::trusting(Some(&other));
    let outcome = stranger.sync(&office.order.out);
    assert!(
        matches!(outcome, Outcome::Failed(Failure::Signature(_), _)),
        "{outcome:?}"
    );
    assert!(stranger.stored.is_none());
}

#[test]
fn a_signed_feed_stays_signed() {
    let (mut office, pair) = signed();
    let before = office.state();
    office.order.key = None;
    office.write(&page(&[service("a", "Anders")]));
    assert_eq!(office.refusal(), Refused::KeyNeeded);
    assert_eq!(office.state(), before);
    office.order.key = Some(pair.secret);
    office.publish().unwrap();
    // The signature of the edition before stays a while, under its own name.
    let fixed = office.names();
    let fixed = fixed.iter().filter(|name| name.starts_with("manifest-"));
    assert_eq!(fixed.count(), 2);
}

#[test]
fn a_signature_is_added_or_mended_without_a_new_edition() {
    let mut office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    let manifest = fs::read(office.feed("manifest.json")).unwrap();
    let pair = keygen(&office, "peine");
    office.order.key = Some(pair.secret.clone());
    let usual = office.feed("manifest.json.minisig");
    let fixed = office.feed(&format!("manifest-{}.minisig", sha256(&manifest)));
    let spoil: [&dyn Fn(); 4] = [
        &|| {},
        &|| fs::remove_file(&usual).unwrap(),
        &|| fs::write(&usual, "untrusted comment: x").unwrap(),
        &|| fs::remove_file(&fixed).unwrap(),
    ];
    for spoil in spoil {
        spoil();
        assert!(matches!(office.publish().unwrap().step, Step::Repaired(_)));
        assert_eq!(fs::read(office.feed("manifest.json")).unwrap(), manifest);
        let mut phone = Phone::trusting(Some(&pair.line));
        assert!(matches!(phone.sync(&office.order.out), Outcome::Updated(_)));
        assert!(matches!(office.publish().unwrap().step, Step::Nothing));
    }
}

/// The keys that a phone trusts, by their short names.
fn pinned(phone: &Phone) -> Vec<String> {
    let keys = &phone.stored.as_ref().unwrap().head.keys;
    keys.iter().map(PublicKey::id).collect()
}

fn key(pair: &Pair) -> PublicKey {
    PublicKey::read(&pair.line).unwrap()
}

/// From the first key to the third: phones that look now and then follow, whatever the settings of their app say.
#[test]
fn a_key_is_replaced_by_an_edition_that_names_the_next() {
    let (mut office, now) = signed();
    let (next, later) = (keygen(&office, "next"), keygen(&office, "later"));
    let [now_id, next_id, later_id] = [&now, &next, &later].map(|pair| key(pair).id());
    let mut phones = [
        Phone::trusting(Some(&now.line)),
        Phone::trusting(Some(&now.line)),
    ];
    for phone in &mut phones {
        phone.sync(&office.order.out);
        assert_eq!(pinned(phone), std::slice::from_ref(&now_id));
    }
    // Nothing is different in the list, and still this is an edition.
    office.order.next_key = Some(next.public.clone());
    let published = office.publish().unwrap();
    assert!(matches!(published.step, Step::NewEdition(_)));
    assert!(matches!(office.publish().unwrap().step, Step::Nothing));
    for phone in &mut phones {
        assert!(matches!(phone.sync(&office.order.out), Outcome::Updated(_)));
        assert_eq!(pinned(phone), [now_id.clone(), next_id.clone()]);
    }
    // What was said once holds for the editions after it; one phone does not see them.
    office.order.next_key = None;
    office.write(&page(&[service("a", "Anders")]));
    office.publish().unwrap();
    phones[0].sync(&office.order.out);
    assert_eq!(pinned(&phones[0]), [now_id, next_id.clone()]);

    office.order.key = Some(next.secret.clone());
    office.order.next_key = Some(later.public.clone());
    office.write(&page(&[service("a", "Wieder anders")]));
    office.publish().unwrap();
    for phone in &mut phones {
        assert!(matches!(phone.sync(&office.order.out), Outcome::Updated(_)));
        assert_eq!(pinned(phone), [next_id.clone(), later_id.clone()]);
    }
    // The old key signs nothing any more that phones would take, and the office is told.
    let before = office.state();
    office.order.key = Some(now.secret.clone());
    office.order.next_key = None;
    office.write(&page(&[service("a", "Noch einmal anders")]));
    let refused = Refused::UntrustedKey(key(&now), vec![key(&next), key(&later)]);
    assert_eq!(office.refusal(), refused);
    assert_eq!(office.state(), before);
    office.order.key = Some(later.secret);
    office.publish().unwrap();
    let outcome = phones[0].sync(&office.order.out);
    assert!(matches!(outcome, Outcome::Updated(_)));
}

#[test]
fn the_next_key_is_another_one_and_public() {
    let (mut office, pair) = signed();
    let before = office.state();
    let next = keygen(&office, "next");
    office.order.next_key = Some(pair.public);
    assert_eq!(office.refusal(), Refused::SameKey);
    office.order.next_key = Some(next.secret.clone());
    assert!(matches!(
        office.publish(),
        Err(PublishError::Key(KeyError::NotAPublicKey(path))) if path == next.secret
    ));
    office.order.next_key = Some(next.public);
    office.order.key = None;
    assert_eq!(office.refusal(), Refused::KeyNeeded);
    assert_eq!(office.state(), before);
}

/// A county that has lost its folder goes on under the same name, with a higher epoch.
#[test]
fn a_folder_that_was_lost_is_begun_anew_and_phones_follow() {
    let (mut office, pair) = signed();
    let names = |many: usize| {
        let names = (0..many).map(|at| service(&format!("o{at}"), &format!("Angebot {at}")));
        page(&names.collect::<Vec<_>>())
    };
    office.write(&names(10));
    office.publish().unwrap();
    let mut phone = Phone::trusting(Some(&pair.line));
    phone.sync(&office.order.out);
    let failure = |outcome| match outcome {
        Outcome::Failed(failure, _) => failure,
        other => panic!("{other:?}"),
    };

    fs::remove_dir_all(&office.order.out).unwrap();
    office.write(&names(4));
    office.order.feed_id = Some("de.other".into());
    office.publish().unwrap();
    let other = Failure::OtherFeed("de.other".into());
    assert_eq!(failure(phone.sync(&office.order.out)), other);

    fs::remove_dir_all(&office.order.out).unwrap();
    office.order.feed_id = None;
    office.publish().unwrap();
    assert_eq!(failure(phone.sync(&office.order.out)), Failure::Older);
    office.order.epoch = Some(2);
    office.publish().unwrap();
    let fewer = Failure::FarFewer { before: 10, now: 4 };
    assert_eq!(failure(phone.sync(&office.order.out)), fewer);

    // Nothing in an empty folder tells that they are fewer; that it is meant can be said all the same.
    fs::remove_dir_all(&office.order.out).unwrap();
    office.order.means_mass_change = true;
    office.publish().unwrap();
    let outcome = phone.sync(&office.order.out);
    assert!(matches!(outcome, Outcome::Updated(_)), "{outcome:?}");
}

#[test]
fn a_file_that_is_no_key_is_told_apart() {
    let (mut office, pair) = signed();
    let before = office.state();
    let missing = office.path("missing.key");
    let junk = office.path("junk.key");
    fs::write(&junk, "kein Schlüssel").unwrap();
    let cut = office.path("cut.key");
    let text = fs::read_to_string(&pair.secret).unwrap();
    fs::write(&cut, &text[..text.len() / 2]).unwrap();
    office.write(&page(&[service("a", "Anders")]));
    for (path, why) in [
        (&missing, "Io"),
        (&junk, "NotAKey"),
        (&cut, "NotAKey"),
        (&pair.public, "PublicKey"),
    ] {
        office.order.key = Some(path.clone());
        match office.publish() {
            Err(PublishError::Key(error)) => {
                let told = format!("{error:?}");
                assert!(told.starts_with(why), "{told}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(office.state(), before);
}

#[test]
fn a_key_that_everybody_could_fetch_signs_nothing() {
    let (mut office, pair) = signed();
    let before = office.state();
    office.write(&page(&[service("a", "Anders")]));
    // In the folder itself, or in one below it; by whatever name, and whether it is to sign or not.
    fs::create_dir(office.feed("alt")).unwrap();
    for name in ["peine.key", "PEINE.KEY", "alt/peine.key", "notiz.txt"] {
        let there = office.feed(name);
        fs::copy(&pair.secret, &there).unwrap();
        for key in [&there, &pair.secret] {
            office.order.key = Some(key.clone());
            match office.refusal() {
                Refused::KeyInReach(path) => assert!(path.ends_with(name), "{path:?}"),
                other => panic!("{name}: {other:?}"),
            }
        }
        fs::remove_file(there).unwrap();
    }
    fs::remove_dir(office.feed("alt")).unwrap();
    assert_eq!(office.state(), before);

    // Beside the feed is another matter, unless the app is there: then all of it is served.
    office.publish().unwrap();
    office.write(&page(&[service("a", "Noch anders")]));
    fs::write(office.path("sw.js"), "").unwrap();
    assert!(matches!(office.refusal(), Refused::KeyInReach(path) if path.ends_with("peine.key")));
    fs::remove_file(office.path("sw.js")).unwrap();
    // What is called a key and is none does no harm, nor does the public one.
    fs::write(office.feed("schrank.key"), "hängt am Haken").unwrap();
    fs::copy(&pair.public, office.feed("peine.pub")).unwrap();
    office.publish().unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_to_a_key_is_as_good_as_the_key() {
    let (office, pair) = signed();
    std::os::unix::fs::symlink(&pair.secret, office.feed("link")).unwrap();
    assert!(matches!(office.refusal(), Refused::KeyInReach(path) if path.ends_with("link")));
    fs::remove_file(office.feed("link")).unwrap();
    std::os::unix::fs::symlink("nowhere", office.feed("link")).unwrap();
    office.publish().unwrap();
}

#[test]
fn a_password_is_asked_for_and_checked() {
    let office = Office::new();
    let password = |password: &str| Some(password.to_owned());
    let made = minisign::KeyPair::generate_encrypted_keypair(password("geheim")).unwrap();
    let path = office.path("locked.key");
    fs::write(&path, made.sk.to_box(None).unwrap().into_string()).unwrap();
    assert!(Signer::load(&path, || password("geheim")).is_ok());
    let wrong = Signer::load(&path, || password("falsch"));
    assert!(matches!(wrong, Err(KeyError::WrongPassword(_))));
    assert!(matches!(
        Signer::load(&path, || None),
        Err(KeyError::NoPassword(_))
    ));
}

/// The stock tool reads our keys and believes our signatures. It need not be installed here.
#[test]
fn the_stock_tool_verifies_what_we_sign() {
    let (office, pair) = signed();
    let manifest = office.feed("manifest.json");
    let verify = |manifest: &Path| {
        let mut tool = Command::new("minisign");
        tool.arg("-Vqm").arg(manifest).arg("-p").arg(&pair.public);
        tool.output()
    };
    match verify(&manifest) {
        Ok(output) => assert!(output.status.success(), "{output:?}"),
        Err(error) => return println!("left out: minisign is not installed ({error})"),
    }
    fs::write(&manifest, "{}").unwrap();
    assert!(!verify(&manifest).unwrap().status.success());
}
