//! What is wrong with a command line.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// A sentence for a command line that cannot be understood. clap's own are English.
pub fn usage_error(error: &Error) -> String {
    let of = |kind| error.get(kind).map(text).unwrap_or_default();
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("Die Angabe „{argument}“ ist unbekannt"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "Den Befehl „{}“ gibt es nicht",
                of(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingSubcommand => "Es fehlt ein Befehl".into(),
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("Hinter „{argument}“ fehlt der Wert")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("„{value}“ ist für „{argument}“ nicht möglich")
        }
        ErrorKind::ArgumentConflict => format!("„{argument}“ ist hier zu viel oder doppelt"),
        ErrorKind::TooManyValues => format!("„{value}“ ist zu viel"),
        ErrorKind::InvalidUtf8 => "Eine Angabe enthält Zeichen, die nicht lesbar sind".into(),
        _ => "Diese Angaben sind nicht zu verstehen".into(),
    };
    format!("{what}. Hilfe zeigt: raupe --help, und zu einem Befehl: raupe BEFEHL --help")
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        _ => String::new(),
    }
}
