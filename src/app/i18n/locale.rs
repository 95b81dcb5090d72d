//! A language with everything that speaks it: its catalogue and the browser's formatters.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use js_sys::Array;
use raupe_core::offer::{Language, Topic, Weekday, endonym};
use raupe_core::sync::Freshness;
use raupe_core::text;
use wasm_bindgen::JsValue;

use super::catalogue::{Catalogue, fill};
use super::keys::{Plural, Text};
use super::{Said, UiLanguage, intl};

/// The categories of so many numbers are kept, from 0.
const MOST_PLURALS: usize = 10_000;

/// The least number whose digits are grouped: those of four are read at a glance.
const FIRST_GROUPED: u64 = 10_000;

thread_local! {
    /// The plural categories of numbers in a language, as far as they were asked for.
    static PLURALS: RefCell<(&'static str, Vec<Option<Rc<str>>>)> = const { RefCell::new(("", Vec::new())) };
}

/// A language that the client speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Locale {
    /// Which one.
    pub language: UiLanguage,
    catalogue: Arc<Catalogue>,
}

impl Locale {
    /// The language `language` with the texts of `catalogue`.
    pub fn new(language: UiLanguage, catalogue: Catalogue) -> Self {
        Self {
            language,
            catalogue: Arc::new(catalogue),
        }
    }

    /// Whether somebody who grew up with the language has read its texts.
    pub fn is_checked(&self) -> bool {
        self.text(Text::LanguageChecked) == "yes"
    }

    /// What a formatter of `Intl` makes of a value in this language; see [`intl::formatted`].
    fn formatted(&self, class: &str, options: &[(&str, &str)], value: &JsValue) -> Option<String> {
        intl::formatted(self.language.tag, class, options, value)
    }

    /// A text.
    pub fn text(&self, text: Text) -> &str {
        self.catalogue.text(text)
    }

    /// A text with values for its placeholders.
    pub fn fill(&self, text: Text, values: &[(&str, &str)]) -> String {
        fill(self.text(text), values)
    }

    /// A text around what stands for its one placeholder.
    pub fn around(&self, text: Text, placeholder: &str, value: Said) -> Vec<Said> {
        let text = self.text(text);
        match text.split_once(&format!("{{{placeholder}}}")) {
            Some((before, after)) => vec![Said::ours(before), value, Said::ours(after)],
            None => vec![Said::ours(text)],
        }
    }

    /// The text with this name, for names that are put together.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.catalogue.named(name)
    }

    /// A text with a number.
    pub fn count(&self, plural: Plural, count: usize) -> String {
        self.count_with(plural, count, &[])
    }

    /// A text with a number and values for its other placeholders.
    pub fn count_with(&self, plural: Plural, count: usize, values: &[(&str, &str)]) -> String {
        let category = self.plural_category(count);
        let number = self.number(count as u64);
        let template = self.catalogue.form(plural, &category, count == 0);
        let values: Vec<_> = values
            .iter()
            .copied()
            .chain([("count", number.as_str())])
            .collect();
        fill(template, &values)
    }

    /// A whole number, in groups of three digits from five digits on.
    pub fn number(&self, number: u64) -> String {
        if number < FIRST_GROUPED {
            return number.to_string();
        }
        #[expect(clippy::cast_precision_loss, reason = "no county has 2^52 of anything")]
        let value = number as f64;
        let grouped = self.formatted("NumberFormat", &[], &value.into());
        grouped.unwrap_or_else(|| number.to_string())
    }

    /// The plural category of a number in this language.
    ///
    /// Every option of every filter has one at every keystroke, so that those of small numbers are kept.
    fn plural_category(&self, count: usize) -> Rc<str> {
        PLURALS.with_borrow_mut(|(tag, known)| {
            if *tag != self.language.tag {
                (*tag, *known) = (self.language.tag, Vec::new());
            }
            if known.len() <= count && count < MOST_PLURALS {
                known.resize(count + 1, None);
            }
            match known.get_mut(count) {
                Some(kept) => kept
                    .get_or_insert_with(|| self.ask_plural_category(count))
                    .clone(),
                None => self.ask_plural_category(count),
            }
        })
    }

    fn ask_plural_category(&self, count: usize) -> Rc<str> {
        #[expect(clippy::cast_precision_loss, reason = "no county has 2^52 offers")]
        let count = count as f64;
        let category = self.formatted("PluralRules", &[], &count.into());
        category.map_or_else(|| "other".into(), Into::into)
    }

    /// The topic in this language, or as the feed writes it.
    pub fn topic(&self, topic: &Topic) -> String {
        self.named(&format!("topic.{}", topic.slug()))
            .unwrap_or(topic.label())
            .to_owned()
    }

    /// What a topic is called: in this language, or as the feed has it.
    pub fn topic_said(&self, topic: &Topic) -> Said {
        if self.has_topic(topic) {
            Said::ours(self.topic(topic))
        } else {
            Said::feeds(topic.label())
        }
    }

    /// Whether this language has a word of its own for the topic.
    pub fn has_topic(&self, topic: &Topic) -> bool {
        self.named(&format!("topic.{}", topic.slug())).is_some()
    }

    /// A spoken language as its speakers call it, followed by its name in this language if that
    /// differs: "Türkçe · Türkisch".
    pub fn spoken(&self, language: Language) -> String {
        match (endonym(language), self.spoken_here(language)) {
            (Some(own), Some(here)) => format!("{} · {here}", self.isolated(own)),
            (own, here) => own.map(str::to_owned).or(here).unwrap_or_default(),
        }
    }

    /// What this language calls a spoken language, if its speakers call it otherwise or we do not know
    /// what they call it.
    pub fn spoken_here(&self, language: Language) -> Option<String> {
        let here = self.language_name(language.code());
        match endonym(language) {
            Some(own) => here.filter(|here| text::fold(own) != text::fold(here)),
            None => Some(here.unwrap_or_else(|| language.code().to_owned())),
        }
    }

    /// What this language calls the language `code`. The browser may not know it.
    fn language_name(&self, code: &str) -> Option<String> {
        let options = [("type", "language"), ("fallback", "none")];
        self.formatted("DisplayNames", &options, &code.into())
    }

    /// Words as a list: "Montag, Dienstag und Freitag".
    pub fn list(&self, words: &[String]) -> String {
        let all: Array = words.iter().map(JsValue::from).collect();
        let list = self.formatted("ListFormat", &[], &all);
        list.unwrap_or_else(|| self.one_after_another(words))
    }

    /// Parts of a line with this language's comma between them: "jeden Dienstag, 09:30–11:30 Uhr".
    pub fn one_after_another(&self, parts: &[String]) -> String {
        parts.join(self.comma())
    }

    /// This language's comma, with the blank after it.
    pub fn comma(&self) -> &'static str {
        if self.is_right_to_left() { "، " } else { ", " }
    }

    /// Parts that have commas of their own, with this language's semicolon between them.
    pub fn apart(&self, parts: &[String]) -> String {
        parts.join(if self.is_right_to_left() { "؛ " } else { "; " })
    }

    /// Whether this language is written from right to left. All of the client's that are use the Arabic script.
    fn is_right_to_left(&self) -> bool {
        self.language.dir == "rtl"
    }

    /// A name in a script of the other direction, kept apart from what stands beside it: without that,
    /// the two would change places.
    fn isolated(&self, name: &str) -> String {
        let is_right_to_left = |c| matches!(c, '\u{0590}'..='\u{08FF}');
        if name.contains(is_right_to_left) == self.is_right_to_left() {
            name.to_owned()
        } else {
            format!("\u{2068}{name}\u{2069}")
        }
    }

    /// A day of the week in full.
    pub fn weekday(&self, day: Weekday) -> String {
        // 5 January 1970 was a Monday.
        let millis = f64::from(day as u8 + 4) * 86_400_000.0;
        self.date_format(millis, &[("weekday", "long"), ("timeZone", "UTC")])
    }

    /// A date: "20. November 2026".
    pub fn date(&self, date: Date) -> String {
        self.utc_date(millis(date))
    }

    /// The date in a text like `2026-11-20`, or the text itself if there is none. The browser reads
    /// it: a reader of dates would be a large part of the program.
    pub fn date_in(&self, text: &str) -> String {
        let millis = js_sys::Date::parse(text);
        if millis.is_nan() {
            text.to_owned()
        } else {
            self.utc_date(millis)
        }
    }

    fn utc_date(&self, millis: f64) -> String {
        let options = [
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("timeZone", "UTC"),
        ];
        self.date_format(millis, &options)
    }

    /// A date with its day of the week.
    pub fn long_date(&self, date: Date) -> String {
        let options = [
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("timeZone", "UTC"),
        ];
        self.date_format(millis(date), &options)
    }

    /// A day of the week with its date, and with the year if it is another than today's.
    pub fn weekday_and_date(&self, date: Date, today: Date) -> String {
        if date.year() != today.year() {
            return self.long_date(date);
        }
        let options = [
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("timeZone", "UTC"),
        ];
        self.date_format(millis(date), &options)
    }

    /// A moment (RFC 3339) as date and time in Germany, or the text itself if it is none.
    pub fn moment(&self, rfc3339: &str) -> String {
        let millis = js_sys::Date::parse(rfc3339);
        if millis.is_nan() {
            return rfc3339.to_owned();
        }
        self.instant(millis)
    }

    /// A moment, in milliseconds since 1970, as date and time in Germany.
    pub fn instant(&self, millis: f64) -> String {
        let options = [
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
            ("timeZone", "Europe/Berlin"),
        ];
        self.date_format(millis, &options)
    }

    /// A moment, in milliseconds since 1970, as a date in Germany.
    fn day_of(&self, millis: f64) -> String {
        let options = [
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("timeZone", "Europe/Berlin"),
        ];
        self.date_format(millis, &options)
    }

    /// How old data is that was issued at a moment (RFC 3339), seen from `now_ms` since 1970; and
    /// that as a sentence with the date.
    pub fn as_of(&self, issued_at: &str, now_ms: f64) -> (Freshness, String) {
        let issued_ms = js_sys::Date::parse(issued_at);
        // A moment that nobody can read is as old as can be: better too loud than too quiet.
        #[expect(clippy::cast_possible_truncation, reason = "dates are far below 2^53")]
        let freshness = Freshness::at(issued_ms as i64, now_ms as i64);
        let sentence = match freshness {
            _ if issued_ms.is_nan() => self.fill(Text::DataAsOf, &[("date", issued_at)]),
            Freshness::Ahead => self.fill(Text::DataAhead, &[("date", &self.day_of(issued_ms))]),
            Freshness::Fresh => self.fill(Text::DataAsOf, &[("date", &self.instant(issued_ms))]),
            Freshness::Ageing { days } | Freshness::Old { days } => {
                let date = self.day_of(issued_ms);
                self.count_with(Plural::DataAge, days as usize, &[("date", &date)])
            }
        };
        (freshness, sentence)
    }

    /// A size in megabytes: "1,2 MB".
    pub fn megabytes(&self, bytes: f64) -> String {
        let options = [("maximumFractionDigits", "1")];
        let number = self.formatted("NumberFormat", &options, &(bytes / 1e6).into());
        let megabytes = || js_sys::Number::from((bytes / 1e5).round() / 10.0).to_js_string();
        format!("{} MB", number.unwrap_or_else(|| megabytes().into()))
    }

    /// A time of day with 24 hours: "09:30".
    pub fn time(time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// An amount of money, from hundredths of the currency.
    pub fn money(&self, cents: u32, currency: &str) -> String {
        let mut options = vec![("style", "currency"), ("currency", currency)];
        if cents.is_multiple_of(100) {
            options.push(("maximumFractionDigits", "0"));
        }
        let amount = f64::from(cents) / 100.0;
        let formatted = self.formatted("NumberFormat", &options, &amount.into());
        formatted.unwrap_or_else(|| format!("{}.{:02} {currency}", cents / 100, cents % 100))
    }

    fn date_format(&self, millis: f64, options: &[(&str, &str)]) -> String {
        let date = js_sys::Date::new(&millis.into());
        let formatted = self.formatted("DateTimeFormat", options, &date);
        formatted.unwrap_or_else(|| date.to_date_string().into())
    }
}

/// Midnight in UTC, as JavaScript counts time.
fn millis(date: Date) -> f64 {
    js_sys::Date::parse(&iso(date))
}

/// A date as `2026-11-20`. Done here: the formatter of the library would be a tenth of the client.
pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}
