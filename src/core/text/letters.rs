//! What a character is to somebody who compares words: tables and rules, kept small because every
//! byte of them travels to the phone.
//!
//! A normalisation library would add more to the client than all of [`crate::text`] weighs. The
//! tests use one as the judge.

/// What a character becomes in folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folded {
    /// This letter or digit.
    Letter(char),
    /// These ASCII letters.
    Letters(&'static str),
    /// Nothing; it belongs to the letter before: an accent or a vowel sign.
    Mark,
    /// Nothing; it stands between letters without parting them: an apostrophe, a joiner.
    Silent,
    /// The end of a word.
    Break,
}

/// What each ASCII character becomes in folded text, in a table because nearly all characters are
/// ASCII: a letter or digit, a blank for the end of a word, 0 for what falls away.
pub(super) static ASCII: [u8; 128] = {
    let mut table = [b' '; 128];
    let mut c = 0_u8;
    while c < 128 {
        if c.is_ascii_alphanumeric() {
            table[c as usize] = c.to_ascii_lowercase();
        } else if c == b'\'' || c == b'`' {
            table[c as usize] = 0;
        }
        c += 1;
    }
    table
};

/// What `c` becomes in folded text.
pub(super) fn folded(c: char) -> Folded {
    match ASCII.get(c as usize) {
        Some(0) => Folded::Silent,
        Some(b' ') => Folded::Break,
        Some(letter) => Folded::Letter(char::from(*letter)),
        None => beyond_ascii(c),
    }
}

fn beyond_ascii(c: char) -> Folded {
    if let Some(letters) = latin(c) {
        return letters;
    }
    if is_mark(c) {
        return Folded::Mark;
    }
    if is_silent(c) {
        return Folded::Silent;
    }
    if let Some(plain) = full_width(c).or_else(|| digit(c)) {
        return folded(plain);
    }
    if let Some(letters) = arabic_form(c) {
        return letters;
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    if lower != c {
        return folded(lower);
    }
    let letter = alike(c);
    if letter.is_alphanumeric() {
        Folded::Letter(letter)
    } else {
        Folded::Break
    }
}

/// Marks that sit on the letter before: accents, and the vowel signs of Arabic and Hebrew.
pub(super) fn is_mark(c: char) -> bool {
    match c {
        // What takes the vowel from a letter (virama) and the dot below (nukta), in each of the
        // blocks of India, which are laid out alike.
        '\u{0900}'..='\u{0D7F}' => matches!(u32::from(c) & 0x7F, 0x3C | 0x4D),
        _ => matches!(
            c,
            '\u{0300}'..='\u{036F}'
                | '\u{0483}'..='\u{0487}'
                | '\u{0591}'..='\u{05BD}' | '\u{05BF}'
                | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
                | '\u{0610}'..='\u{061A}'
                | '\u{0640}'
                | '\u{064B}'..='\u{065F}'
                | '\u{0670}'
                | '\u{06D6}'..='\u{06ED}'
                | '\u{0730}'..='\u{074A}'
                | '\u{08CA}'..='\u{08FF}'
                | '\u{0DCA}'
                | '\u{0E47}'..='\u{0E4E}'
                | '\u{0EC8}'..='\u{0ECE}'
                | '\u{1037}' | '\u{1039}' | '\u{103A}'
                | '\u{17C9}'..='\u{17D3}'
                | '\u{1AB0}'..='\u{1AFF}'
                | '\u{1DC0}'..='\u{1DFF}'
                | '\u{FE20}'..='\u{FE2F}'
                | '\u{FE70}'..='\u{FE7F}'
        ),
    }
}

/// Apostrophes in all the shapes that keyboards make, joiners, and characters nobody sees.
///
/// An apostrophe never ends a word: "сім'я" is one word, and "geht's" is what others write
/// "gehts". A part of a word is found, too, so "l'école" is found by "école" all the same.
fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\u{00B4}' | '\u{02B9}'..='\u{02BF}' | '\u{05F3}' | '\u{200C}' | '\u{200D}'
            | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{FF07}'
    ) || super::is_invisible(c)
}

/// Latin letters from U+00C0 to U+02AF, one character each. A capital stands for two letters (see
/// [`latin`]), a hyphen for what is no Latin letter or has none to stand for it.
const LATIN: &str = "\
     aaaaaaAceeeeiiiidnooooo-ouuuuyTSaaaaaaAceeeeiiiidnooooo-ouuuuyTy\
     aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll\
     lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
     bbbb--occdddd-eeeffgg-iikkl--nnooo--ppr----ttttuuuvyyzzz--------\
     ----DDDLLLNNNaaiioouuuuuuuuuueaaaaAAggggkkoooozzjDDDgg--nnaaAAoo\
     aaaaeeeeiiiioooorrrruuuusstt--hhnd--zzaaeeooooooooyylntj---ccl-s\
     z--bu-eejj-qrryy-a-bocdd-e-e----gggg--h-iiilll---mnnno------rrr-\
     r-s-----tuuv---yzzz------b--hj-lq---------------";

/// The same from U+1E00 to U+1EFF; from U+1EA0 on the letters of Vietnamese.
const LATIN_ADDITIONAL: &str = "\
     aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
     mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
     wwwwwwwwwwxxxxyyzzzzzzhtwyas--S-aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
     eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy----yy";

/// The ASCII letters that a Latin letter or ligature stands for, or `None` if `c` is neither.
pub(super) fn latin(c: char) -> Option<Folded> {
    let (table, first) = match c {
        '\u{00C0}'..='\u{02AF}' => (LATIN, 0xC0),
        '\u{1E00}'..='\u{1EFF}' => (LATIN_ADDITIONAL, 0x1E00),
        '\u{FB00}'..='\u{FB06}' => ("FGHKMRR", 0xFB00),
        _ => return None,
    };
    let at = (u32::from(c) - first) as usize;
    Some(match table.as_bytes().get(at)? {
        b'A' => Folded::Letters("ae"),
        b'D' => Folded::Letters("dz"),
        b'F' => Folded::Letters("ff"),
        b'G' => Folded::Letters("fi"),
        b'H' => Folded::Letters("fl"),
        b'I' => Folded::Letters("ij"),
        b'K' => Folded::Letters("ffi"),
        b'L' => Folded::Letters("lj"),
        b'M' => Folded::Letters("ffl"),
        b'N' => Folded::Letters("nj"),
        b'O' => Folded::Letters("oe"),
        b'R' => Folded::Letters("st"),
        b'S' => Folded::Letters("ss"),
        b'T' => Folded::Letters("th"),
        b'-' => return None,
        letter => Folded::Letter(char::from(*letter)),
    })
}

/// The ASCII character that a full-width one stands for.
fn full_width(c: char) -> Option<char> {
    let wide = matches!(c, '\u{FF01}'..='\u{FF5E}');
    wide.then(|| char::from_u32(u32::from(c) - 0xFEE0))
        .flatten()
}

/// The ASCII digit that a digit of Arabic, Persian or a script of India stands for, or a raised one.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '¹' => 1,
        '²' => 2,
        '³' => 3,
        '٠'..='٩' | '۰'..='۹' => u32::from(c) & 0xF,
        '\u{0900}'..='\u{0D7F}' => (u32::from(c) & 0x7F).wrapping_sub(0x66),
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The letters of the Arabic shapes U+FB50–FBB1, two shapes each, folded.
const ARABIC_FORMS_A: &str = "اٻٻپپڀڀٺٺٿٿٹٹففڦڦڄڄڃڃچچڇڇڍڌڎڈژڑككگگڳڳڱڱںڻڻهههههےے";

/// The letters of the Arabic shapes U+FE81–FEF4, two shapes each, folded.
const ARABIC_FORMS_B: &str = "ااوايياببهتتثثججححخخدذرزسسششصصضضططظظععغغففققككللممننههوييي";

/// The letters of a character that is an Arabic letter in one of its shapes, as texts taken out of
/// PDF files have them.
fn arabic_form(c: char) -> Option<Folded> {
    let (letters, first) = match c {
        'ﭐ'..='ﮱ' => (ARABIC_FORMS_A, 'ﭐ'),
        'ﺁ'..='ﻴ' => (ARABIC_FORMS_B, 'ﺁ'),
        'ﻵ'..='ﻼ' => return Some(Folded::Letters("لا")),
        'ﷲ' => return Some(Folded::Letters("الله")),
        'ﯗ'..='ﯚ' => return Some(Folded::Letter('و')),
        'ﯤ'..='ﯩ' | 'ﯼ'..='ﯿ' => return Some(Folded::Letter('ي')),
        'ﺀ' => return Some(Folded::Letter('ء')),
        _ => return None,
    };
    let pair = (u32::from(c) - u32::from(first)) as usize / 2;
    letters.chars().nth(pair).map(Folded::Letter)
}

/// The letter that stands for all that people write in its place. `c` is lower case.
///
/// Where Unicode takes a letter apart into another one and a mark, it must be that other one, for
/// marks fall away: й = и, ؤ = و, ئ = ي. The others are what writers choose by keyboard, country
/// and habit.
fn alike(c: char) -> char {
    match c {
        'ª' => 'a',
        'º' => 'o',

        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',

        'ӑ' | 'ӓ' => 'а',
        'ґ' | 'ѓ' => 'г',
        'ё' | 'ѐ' | 'ӗ' => 'е',
        'ӂ' | 'ӝ' => 'ж',
        'ӟ' => 'з',
        'й' | 'ѝ' | 'ӣ' | 'ӥ' => 'и',
        'ї' => 'і',
        'ќ' => 'к',
        'ӧ' => 'о',
        'ў' | 'ӯ' | 'ӱ' | 'ӳ' => 'у',
        'ӵ' => 'ч',
        'ӹ' => 'ы',
        'ӭ' => 'э',
        'ӛ' => 'ә',
        'ӫ' => 'ө',
        'ѷ' => 'ѵ',

        'آ' | 'أ' | 'إ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ڕ' => 'ر',
        'ڤ' => 'ف',
        'ک' | 'ڪ' => 'ك',
        'ګ' => 'گ',
        'ڵ' => 'ل',
        'ة' | 'ۃ' | 'ہ' | 'ھ' | 'ە' | 'ۀ' | 'ۂ' => 'ه',
        'ؤ' | 'ۆ' | 'ۇ' => 'و',
        'ى' | 'ئ' | 'ی' | 'ې' | 'ێ' | 'ۍ' => 'ي',
        'ۓ' => 'ے',

        // Syllables of Amharic and Tigrinya that sound alike, row by row.
        'ሐ'..='ሗ' => shifted(c, -0x10),
        'ኀ'..='ኇ' => shifted(c, -0x80),
        'ሠ'..='ሧ' => shifted(c, 0x10),
        'ዐ'..='ዖ' => shifted(c, -0x30),
        'ፀ'..='ፇ' => shifted(c, -8),

        _ => c,
    }
}

fn shifted(c: char, by: i32) -> char {
    let code = u32::from(c).checked_add_signed(by);
    code.and_then(char::from_u32).unwrap_or(c)
}
