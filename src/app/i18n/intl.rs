//! The browser's formatters. Making one takes as long as formatting a hundred values, and a screen formats
//! hundreds: so each is made once.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::LANGUAGES;

thread_local! {
    /// What each is for, and it. There are about a dozen for each language that was chosen.
    static FORMATTERS: RefCell<Vec<(String, Option<Formatter>)>> = const { RefCell::new(Vec::new()) };
}

/// A formatter, and its method that formats.
#[derive(Clone)]
struct Formatter {
    it: JsValue,
    format: Function,
}

/// What a formatter of `Intl` makes of a value, in a language or else in German, with Gregorian years and
/// European digits. `None` if the browser has no such formatter or refuses options or value.
pub(super) fn formatted(
    tag: &str,
    class: &str,
    options: &[(&str, &str)],
    value: &JsValue,
) -> Option<String> {
    let mut key = format!("{class} {tag}");
    for (name, value) in options {
        key.extend([" ", name, " ", value]);
    }
    let formatter = FORMATTERS.with_borrow_mut(|all| {
        if let Some((_, known)) = all.iter().find(|(known, _)| *known == key) {
            return known.clone();
        }
        let made = make(tag, class, options);
        all.push((key, made.clone()));
        made
    })?;
    let Formatter { it, format } = formatter;
    format.call1(&it, value).ok()?.as_string()
}

fn make(tag: &str, class: &str, options: &[(&str, &str)]) -> Option<Formatter> {
    let german = LANGUAGES[0].tag;
    let tags = [tag, german].map(|tag| JsValue::from(format!("{tag}-u-ca-gregory-nu-latn")));
    let wanted = Object::new();
    for (name, value) in options {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&wanted, &(*name).into(), &(*value).into());
    }
    let property = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let intl = property(&js_sys::global(), "Intl")?;
    let constructor: Function = property(&intl, class)?.dyn_into().ok()?;
    let tags: Array = tags.into_iter().collect();
    let it = Reflect::construct(&constructor, &Array::of2(&tags, &wanted)).ok()?;
    let method = match class {
        "PluralRules" => "select",
        "DisplayNames" => "of",
        _ => "format",
    };
    let format = property(&it, method)?.dyn_into().ok()?;
    Some(Formatter { it, format })
}
