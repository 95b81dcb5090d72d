use proptest::prelude::*;

use crate::text::*;

#[test]
fn what_could_deceive_is_removed() {
    for (given, shown) in [
        ("  Eltern\tcafé \n", "Eltern café"),
        ("a\u{202E}b\u{200B}c\u{FEFF}", "abc"),
        (
            "Zeile 1\r\nZeile 2\n\n\n\nZeile 3",
            "Zeile 1\nZeile 2\n\nZeile 3",
        ),
        ("tab\u{0}null\u{7}", "tabnull"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("com\u{200C}pa\u{AD}ny", "company"),
        ("م\u{200C}\u{061C}a", "مa"),
        ("<b>fett</b>", "<b>fett</b>"),
        ("", ""),
    ] {
        assert_eq!(clean(given), shown, "{given:?}");
    }
    assert_eq!(clean_line("eins\n\nzwei"), "eins zwei");
}

#[test]
fn names_for_links_are_ascii_and_differ() {
    for (label, expected) in [
        ("Groß Ilsede (Mitte)", "gross-ilsede-mitte"),
        ("Café  Kunterbunt!", "cafe-kunterbunt"),
        ("дім", "u434u456u43c"),
        ("Su\u{308}dstadt", "suedstadt"),
        ("—", ""),
    ] {
        assert_eq!(slug(label), expected, "{label}");
    }
}

proptest! {
    #[test]
    fn slugs_are_ascii(label in "\\PC*") {
        prop_assert!(slug(&label).bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    }

    #[test]
    fn cleaning_twice_changes_nothing(text in any::<String>()) {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once);
    }
}
