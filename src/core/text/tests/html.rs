use proptest::prelude::*;

use crate::text::{clean, from_html};

/// What is shown of a text.
fn shown(text: &str) -> String {
    clean(&from_html(text).unwrap_or_else(|| text.to_owned()))
}

#[test]
fn html_becomes_text() {
    for (html, text) in [
        ("<p>Eins.</p><p>Zwei.</p>", "Eins.\n\nZwei."),
        (
            "<P CLASS='x > y'>Eins.</P>\n\n<p>Zwei\nund drei.</p>",
            "Eins.\n\nZwei und drei.",
        ),
        (
            "Zeile 1<br>Zeile 2<br/>\nZeile 3<br />",
            "Zeile 1\nZeile 2\nZeile 3",
        ),
        ("<div>Eins</div><div>Zwei</div>", "Eins\nZwei"),
        (
            "Wir bieten:<ul><li>Spielen</li>\n<li><b>Singen</b></li></ul>Bis bald!",
            "Wir bieten:\n\n• Spielen\n• Singen\n\nBis bald!",
        ),
        (
            "<h2>Kurs</h2>f&uuml;r M&#252;tter &amp; V&#xE4;ter",
            "Kurs\n\nfür Mütter & Väter",
        ),
        (
            "Kaffee &amp; Kuchen&nbsp;– 3&nbsp;&euro;",
            "Kaffee & Kuchen – 3 €",
        ),
        (
            "&lt;p&gt;Eins.&lt;/p&gt;&lt;p&gt;Zwei.&lt;/p&gt;",
            "Eins.\n\nZwei.",
        ),
        // Without tags for lines, lines are what they are.
        ("Eins.\n\n<b>Zwei</b>\nDrei", "Eins.\n\nZwei\nDrei"),
        (
            "<a href=\"https://a.example/x?a=1&amp;b=2\">Anmeldung</a>.",
            "Anmeldung (https://a.example/x?a=1&b=2).",
        ),
        (
            "<a href='mailto:a@b.example'>a@b.example</a>",
            "a@b.example",
        ),
        ("<a href=\"javascript:alert(1)\">hier</a>", "hier"),
        (
            "Eins<script>alert('</p>')</script><style>p { }</style> zwei",
            "Eins zwei",
        ),
        ("Eins<!-- <p>zwei</p> --> drei", "Eins drei"),
        (
            "<!DOCTYPE html><html><head><title>x</title></head><body>Eins</body></html>",
            "Eins",
        ),
        (
            "<table><tr><td>Mo</td><td>9 Uhr</td></tr><tr><td>Di</td></tr></table>",
            "Mo 9 Uhr\nDi",
        ),
        ("<p>Eins<o:p></o:p></p>", "Eins"),
        ("<img src=x onerror=alert(1)>Bild", "Bild"),
        ("<script>alert(1)", ""),
        ("<p>Eins <3 zwei</p>", "Eins <3 zwei"),
    ] {
        assert_eq!(shown(html), text, "{html}");
    }
}

#[test]
fn what_only_looks_like_it_stays() {
    for text in [
        "Wir lieben Kinder <3",
        "a < b und b > a",
        "Alter <1 Jahr",
        "Bitte <Name des Kindes> angeben",
        "AT&T; R&D & mehr",
        "&unbekannt; &; &#; &#xZZ; &#0; &amp",
        "<p",
        "</",
        "<!-- offen",
        "5 & 6",
    ] {
        assert_eq!(from_html(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_no_tag_is_left(
        text in "([a-zäß >/;'\"=!-]|<p>|</p>|<br>|<li>|<script>|</script>|<a href='x'>|<!-- x -->|é|٣){0,30}",
    ) {
        let read = from_html(&text).unwrap_or_else(|| text.clone());
        // Half a tag before a whole one is another matter: it is text, and may look like a tag afterwards.
        prop_assert_eq!(from_html(&read).unwrap_or_else(|| read.clone()), read.clone());
    }

    #[test]
    fn nothing_of_a_plain_text_is_lost(text in "[a-zäöü0-9 .,:!?\n•–€>]{0,60}") {
        prop_assert_eq!(from_html(&text), None);
    }

    #[test]
    fn no_text_is_too_odd(text in any::<String>()) {
        from_html(&text);
    }
}
