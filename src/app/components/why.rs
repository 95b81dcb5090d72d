//! Why there is no news, for the user.

use raupe_core::feed::{ManifestError, SignatureError};
use raupe_core::sync::{Failure, NetFault, StoreFault};

use crate::client::Trouble;
use crate::i18n::{Locale, Text};

/// What happened, and what the user can do.
pub fn why(locale: &Locale, trouble: &Trouble) -> String {
    let text = match trouble {
        Trouble::Sync(failure) => return why_failed(locale, failure),
        Trouble::NoSettings => Text::WhyNoSettings,
        Trouble::BadSettings => Text::WhyBadSettings,
    };
    locale.text(text).to_owned()
}

fn why_failed(locale: &Locale, failure: &Failure) -> String {
    let text = match failure {
        Failure::Status { status, .. } => {
            return locale.fill(Text::WhyStatus, &[("status", &status.to_string())]);
        }
        Failure::TooManyBroken { broken, records } => {
            let (broken, records) = (
                locale.number(*broken as u64),
                locale.number(*records as u64),
            );
            let values = [("broken", broken.as_str()), ("records", records.as_str())];
            return locale.fill(Text::WhyTooManyBroken, &values);
        }
        Failure::FarFewer { before, now } => {
            let (before, now) = (locale.number(*before), locale.number(*now));
            let values = [("before", before.as_str()), ("now", now.as_str())];
            return locale.fill(Text::WhyFarFewer, &values);
        }
        Failure::Net(NetFault::Unreachable) => Text::WhyUnreachable,
        Failure::Net(NetFault::Deadline) => Text::WhyDeadline,
        Failure::Net(NetFault::TooLarge) => Text::WhyTooLarge,
        Failure::NotTheFeed => Text::WhyNotTheFeed,
        Failure::NobodyTrusted => Text::WhyNobodyTrusted,
        Failure::NewKey => Text::WhyNewKey,
        Failure::Signature(SignatureError::UnknownKey) => Text::WhyUnknownKey,
        Failure::Signature(SignatureError::OtherBytes) => Text::WhyOtherBytes,
        Failure::Unsigned
        | Failure::Signature(SignatureError::NotASignature | SignatureError::NotAKey) => {
            Text::WhyNoSignature
        }
        Failure::Manifest(ManifestError::NewerSchema(_)) => Text::WhyNewer,
        Failure::Manifest(_) | Failure::Unreadable(_) => Text::WhyUnreadable,
        Failure::OtherFeed(_) => Text::WhyOtherFeed,
        Failure::Older | Failure::Forked => Text::WhyOlder,
        Failure::Damaged => Text::WhyDamaged,
        Failure::Uncompiled(_) => Text::WhyUncompiled,
        Failure::NoOffers => Text::WhyNoOffers,
        Failure::Store(StoreFault::Unavailable) => Text::WhyNoStorage,
        Failure::Store(StoreFault::Full) => Text::WhyFull,
        Failure::Store(StoreFault::Overtaken | StoreFault::Failed(_)) => Text::WhyStore,
    };
    locale.text(text).to_owned()
}
