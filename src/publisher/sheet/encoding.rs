//! How a text is encoded, found out from its letters; and letters that were decoded wrongly before
//! they came here, `FrÃ¼hstÃ¼ck`.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16LE, WINDOWS_1252};
use oem_cp::code_table::{
    DECODING_TABLE_CP437, DECODING_TABLE_CP850, ENCODING_TABLE_CP437, ENCODING_TABLE_CP850,
};
use oem_cp::{OEMCPHashMap, decode_string_complete_table};

use super::finding::Problem;

/// The text of a file, and what there is to say about how it was found out.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<Problem>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[mark..]).0;
        return whole(text.into_owned());
    }
    if is_utf_16(bytes) {
        let text = UTF_16LE.decode_without_bom_handling(bytes).0;
        return (text.into_owned(), Some(Problem::GuessedEncoding("UTF-16")));
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return whole(text.into_owned());
    }
    // Of equally good ones the first is meant: most lists come from Excel for Windows.
    let (mut name, mut text) = ("Windows-1252", decoded(bytes, "Windows-1252"));
    let mut most = plausible(&text);
    for other in [
        "Macintosh Roman",
        "DOS (Codepage 850)",
        "DOS (Codepage 437)",
    ] {
        let candidate = decoded(bytes, other);
        let score = plausible(&candidate);
        if score > most {
            (name, text, most) = (other, candidate, score);
        }
    }
    (text, Some(Problem::GuessedEncoding(name)))
}

/// Bytes in one of the old encodings, of which each has a letter for every byte.
fn decoded(bytes: &[u8], encoding: &str) -> String {
    let with = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0;
        text.into_owned()
    };
    match encoding {
        "Macintosh Roman" => with(MACINTOSH),
        "DOS (Codepage 850)" => decode_string_complete_table(bytes, &DECODING_TABLE_CP850),
        "DOS (Codepage 437)" => decode_string_complete_table(bytes, &DECODING_TABLE_CP437),
        _ => with(WINDOWS_1252),
    }
}

/// A text whose encoding is certain, but perhaps not the one of those who had it before.
fn whole(text: String) -> (String, Option<Problem>) {
    match mended(&text) {
        Some((mended, problem)) => (mended, Some(problem)),
        None => (text, None),
    }
}

/// UTF-16 of Windows without its mark: every second byte of German text is zero.
fn is_utf_16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = head.chunks(2).filter(|pair| pair[1] == 0).count();
    head.len() >= 8 && zeros * 10 > head.len() / 2 * 7 && head.chunks(2).all(|pair| pair[0] != 0)
}

/// How much a text looks like German: letters with dots within words, and few signs where none belong.
fn plausible(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            let in_word = before.is_alphabetic() || after.is_alphabetic();
            let amid = before.is_alphabetic() && after.is_alphabetic();
            score += match c {
                'ä' | 'ö' | 'ü' | 'ß' if in_word => 3,
                'Ä' | 'Ö' | 'Ü' if after.is_lowercase() && !before.is_alphabetic() => 3,
                'Ä' | 'Ö' | 'Ü' if before.is_uppercase() || after.is_uppercase() => 2,
                'é' | 'è' | 'à' | 'ç' | 'ê' if in_word => 1,
                '–' | '„' | '“' | '”' | '’' | '‚' | '‘' | '…' | '€' | '§' | '°' | '½' | '²'
                | '\u{A0}'
                    if !amid || c == '’' =>
                {
                    1
                }
                c if c.is_control() || ('\u{2500}'..='\u{25FF}').contains(&c) => -4,
                _ if amid && !c.is_alphabetic() => -3,
                c if c.is_alphabetic() => -1,
                _ => -2,
            };
        }
        before = c;
    }
    score
}

/// A text whose letters were decoded wrongly, put right; and what was put right.
pub(super) fn mended(text: &str) -> Option<(String, Problem)> {
    // Some texts went through it more than once.
    const MOST_TIMES: usize = 3;
    if text.is_ascii() {
        return None;
    }
    let mut now = text.to_owned();
    for _ in 0..MOST_TIMES {
        match once(&now) {
            Some(better) => now = better,
            None => break,
        }
    }
    let word = |text: &str| {
        let differs = text.split_whitespace().zip(now.split_whitespace());
        let differs: Vec<_> = differs.filter(|(was, now)| was != now).collect();
        differs
            .first()
            .map(|(was, now)| ((*was).to_owned(), (*now).to_owned()))
    };
    let (was, is) = (now != text).then(|| word(text).unwrap_or_default())?;
    Some((now, Problem::TwiceDecoded { was, now: is }))
}

/// The same text with each letter put right that was taken for several; `None` if there is none.
fn once(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut at, mut kept) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let found = if c.is_ascii() {
            None
        } else {
            letter(&text[at..])
        };
        match found {
            Some((letter, length)) => {
                out.push_str(&text[kept..at]);
                out.push(letter);
                at += length;
                kept = at;
            }
            None => at += c.len_utf8(),
        }
    }
    out.push_str(&text[kept..]);
    (kept > 0).then_some(out)
}

/// The letter that this begins with if its letters are the bytes of UTF-8, and how many bytes it takes here.
fn letter(text: &str) -> Option<(char, usize)> {
    let readings: [&dyn Fn(char) -> Option<u8>; 4] = [
        &|c| one_byte(WINDOWS_1252, c),
        &|c| one_byte(MACINTOSH, c),
        &|c| oem(&ENCODING_TABLE_CP850, c),
        &|c| oem(&ENCODING_TABLE_CP437, c),
    ];
    let first = text.chars().next()?;
    readings.iter().find_map(|byte| {
        let length = match byte(first)? {
            0xC2..=0xC5 => 2,
            0xE2 => 3,
            _ => return None,
        };
        let letters = || text.chars().take(length);
        let bytes: Option<Vec<u8>> = letters().map(byte).collect();
        let bytes = bytes.filter(|bytes| bytes.len() == length)?;
        let letter = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        let length = letters().map(char::len_utf8).sum();
        is_meant(letter).then_some((letter, length))
    })
}

/// Letters and signs that lists have; the others are rather what stands there.
const fn is_meant(c: char) -> bool {
    matches!(
        c,
        '\u{A0}'
            ..='\u{FF}'
                | 'ğ'
                | 'ı'
                | 'ş'
                | 'Ş'
                | 'İ'
                | 'ł'
                | 'ś'
                | 'ć'
                | 'č'
                | 'š'
                | 'ž'
                | 'ă'
                | '–'
                | '—'
                | '‘'
                | '’'
                | '‚'
                | '“'
                | '”'
                | '„'
                | '…'
                | '•'
                | '€'
                | '✓'
                | 'Ÿ'
                | 'Œ'
                | 'œ'
                | 'Š'
                | 'Ž'
                | '†'
                | '‡'
                | '‹'
                | '›'
                | '™'
                | '‰'
    )
}

fn one_byte(encoding: &'static Encoding, c: char) -> Option<u8> {
    let mut text = [0; 4];
    let (bytes, _, lost) = encoding.encode(c.encode_utf8(&mut text));
    match (bytes.as_ref(), lost) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

fn oem(table: &OEMCPHashMap<char, u8>, c: char) -> Option<u8> {
    table.get(&c).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str =
        "Titel;Träger;Für wen\r\nFrühstück – ohne Anmeldung;Größe & Spaß;Öffnungszeiten, Äpfel\r\n";

    #[test]
    fn encodings_are_found_out() {
        let utf_16: Vec<u8> = LIST.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark = [&[0xFF, 0xFE][..], &utf_16].concat();
        // Neither of the old ones has a dash.
        let plain = LIST.replace('–', "-");
        let oem = |table| oem_cp::encode_string_checked(&plain, table).unwrap();
        for (bytes, text, guessed) in [
            (LIST.as_bytes().to_vec(), LIST, None),
            (format!("\u{FEFF}{LIST}").into_bytes(), LIST, None),
            (with_mark, LIST, None),
            (utf_16, LIST, Some("UTF-16")),
            (
                WINDOWS_1252.encode(LIST).0.into_owned(),
                LIST,
                Some("Windows-1252"),
            ),
            (
                MACINTOSH.encode(LIST).0.into_owned(),
                LIST,
                Some("Macintosh Roman"),
            ),
            (
                oem(&ENCODING_TABLE_CP850),
                &plain,
                Some("DOS (Codepage 850)"),
            ),
            (b"Tr\xe4ger".to_vec(), "Träger", Some("Windows-1252")),
            (b"Tr\x8Ager".to_vec(), "Träger", Some("Macintosh Roman")),
            (b"Tr\x84ger".to_vec(), "Träger", Some("DOS (Codepage 850)")),
            (b"\x80 5".to_vec(), "€ 5", Some("Windows-1252")),
            (
                b"\x84Haus\x93, 5 \x96 6".to_vec(),
                "„Haus“, 5 – 6",
                Some("Windows-1252"),
            ),
        ] {
            let problem = guessed.map(Problem::GuessedEncoding);
            assert_eq!(decode(&bytes), (text.to_owned(), problem), "{guessed:?}");
        }
    }

    #[test]
    fn letters_that_were_decoded_wrongly_are_put_right() {
        let as_utf_8 = |encoding: &'static Encoding| {
            encoding
                .decode_without_bom_handling(LIST.as_bytes())
                .0
                .into_owned()
        };
        for wrong in [
            as_utf_8(WINDOWS_1252),
            as_utf_8(MACINTOSH),
            decode_string_complete_table(LIST.as_bytes(), &DECODING_TABLE_CP850),
            decode_string_complete_table(LIST.as_bytes(), &DECODING_TABLE_CP437),
            WINDOWS_1252
                .decode_without_bom_handling(as_utf_8(WINDOWS_1252).as_bytes())
                .0
                .into_owned(),
        ] {
            assert_eq!(
                mended(&wrong).map(|it| it.0).as_deref(),
                Some(LIST),
                "{wrong}"
            );
        }
        let (now, problem) = mended("Ein FrÃ¼hstÃ¼ck für alle").unwrap();
        assert_eq!(now, "Ein Frühstück für alle");
        let (was, now) = ("FrÃ¼hstÃ¼ck".into(), "Frühstück".into());
        assert_eq!(problem, Problem::TwiceDecoded { was, now });
        for right in [
            LIST,
            "CAFÉ» und „SPÄ“",
            "São Paulo, SÃO",
            "Kahvaltısı, Şarkı",
            "صباح الخير",
            "√ 2, ≈ 3",
            "50 €",
        ] {
            assert_eq!(mended(right), None, "{right}");
        }
    }
}
