//! A county's settings of its app: `region.json`, beside the app's own files.
//!
//! - `written`: the JSON as it stands; `error`: why it cannot be used.
//! - [`Words`]: a text in several languages.
//! - [`HelpLine`]: numbers to call in need.

mod error;
mod help;
mod words;
mod written;

pub use error::{RegionError, Wanted};
pub use help::{HelpLine, Hours};
pub use words::Words;

use serde::{Deserialize, Serialize};

use crate::calendar::{Holidays, SchoolHoliday, State};
use crate::feed::{KEYS, PublicKey, read_date};
use crate::offer::{Email, Neighbourhood, Phone};
use crate::synonyms::Synonyms;
use crate::text;
use error::wrong;
use written::Settings;

/// The settings. Unknown fields are ignored, so that a file can be ahead of the app; only `name`,
/// `feed` and `holidays.state` must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// What the county is called: `Landkreis Peine`.
    pub name: String,
    /// The same where there is little room: `Peine`.
    pub short_name: Option<String>,
    /// Where the feed is and whose word it is.
    pub feed: FeedSettings,
    /// The days on which much does not take place.
    pub holidays: Holidays,
    /// Towns and municipalities, in the order in which they are shown.
    pub municipalities: Vec<Municipality>,
    /// Numbers to call in need, in the order in which they are shown.
    pub help: Vec<HelpLine>,
    /// The pages that the law asks for.
    pub pages: Pages,
    /// Who answers for the app.
    pub contact: Contact,
    /// The colours of the county.
    pub colours: Option<Colours>,
    /// Words that mean the same: `"synonyms": [["Kita", "Kindergarten"], …]`, single words, in at
    /// most [`Synonyms::MOST_GROUPS`] groups of at most [`Synonyms::MOST_WORDS`]. Settings
    /// without them have none.
    pub synonyms: Synonyms,
}

/// Where the feed is and whose word it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedSettings {
    /// A path on the app's own host, relative to the app: a folder with a manifest (`feed/`), or a
    /// plain HSDS page (`daten/angebote.json`) without signature and deltas.
    pub address: String,
    /// The name of the feed, see [`crate::feed::Manifest::feed_id`]: the app takes no other. Without it the
    /// first feed that it takes is its feed. A plain page has none.
    #[serde(default)]
    pub id: Option<String>,
    /// The keys that may sign the first edition that a device takes: the present one and the next. One
    /// suffices. From then on editions say which keys come after them.
    #[serde(default)]
    pub keys: Vec<PublicKey>,
    /// Whether a feed without signature is accepted. With `keys` it never is.
    #[serde(default)]
    pub unsigned: bool,
}

/// A town or municipality, under which its neighbourhoods stand in the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// What it is called.
    pub name: String,
    /// Labels of [`Neighbourhood`]s within it, in the order in which they are shown. One with the
    /// municipality's own name belongs to it without being listed.
    pub neighbourhoods: Vec<String>,
}

impl Municipality {
    /// Whether the neighbourhood with this [slug](Neighbourhood::slug) is within it.
    pub fn has(&self, slug: &str) -> bool {
        self.labels().any(|label| text::slug(label) == slug)
    }

    fn labels(&self) -> impl Iterator<Item = &str> {
        let listed = self.neighbourhoods.iter().map(String::as_str);
        std::iter::once(&*self.name).chain(listed)
    }
}

/// The pages that the law asks for. One that is empty was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// Impressum.
    pub imprint: Words,
    /// Datenschutzerklärung.
    pub privacy: Words,
    /// Erklärung zur Barrierefreiheit.
    pub accessibility: Words,
}

/// Who answers for the app, and how to reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// An office or a person; empty if nobody is named.
    pub name: String,
    /// Where to write.
    pub email: Option<Email>,
    /// Where to call.
    pub phone: Option<Phone>,
    /// The postal address, in lines.
    pub address: Option<String>,
}

/// The colour of buttons and links, as `#rrggbb` in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colours {
    /// On light surfaces.
    pub light: String,
    /// On dark surfaces.
    pub dark: String,
}

impl Region {
    /// Reads and checks the settings.
    pub fn read(json: &str) -> Result<Self, RegionError> {
        let region = Self::draft(json)?;
        if region.feed.keys.is_empty() && !region.feed.unsigned {
            return Err(RegionError::NobodyTrusted);
        }
        Ok(region)
    }

    /// Reads settings into which somebody is yet to write the keys: as [`read`](Self::read), but
    /// without [`RegionError::NobodyTrusted`].
    pub fn draft(json: &str) -> Result<Self, RegionError> {
        let written: Settings = serde_json::from_str(json)?;
        let help = written.help.into_iter().zip(1..);
        let help = help.map(|(line, at)| line.read(&format!("help[{at}]")));
        let municipalities = written.municipalities.iter().zip(1..);
        let municipalities =
            municipalities.map(|(it, at)| municipality(it, &format!("municipalities[{at}]")));
        let short_name = written.short_name.map(|name| text::clean_line(&name));
        Ok(Self {
            name: name(&written.name, "name")?,
            short_name: short_name.filter(|name| !name.is_empty()),
            feed: feed(written.feed)?,
            holidays: holidays(written.holidays)?,
            municipalities: municipalities.collect::<Result<_, _>>()?,
            help: help.collect::<Result<_, _>>()?,
            pages: pages(written.pages)?,
            contact: contact(written.contact)?,
            colours: written.colours.as_ref().map(colours).transpose()?,
            synonyms: Synonyms::new(&written.synonyms).map_err(RegionError::Synonyms)?,
        })
    }

    /// Sorts neighbourhoods, or anything that has the slug of one, by municipality: in the order
    /// of the settings, within a municipality too. Last and without municipality come those that
    /// are in none, in the order in which they were. No group is empty.
    pub fn groups<N>(
        &self,
        neighbourhoods: impl IntoIterator<Item = N>,
        slug: impl Fn(&N) -> &str,
    ) -> Vec<(Option<&Municipality>, Vec<N>)> {
        let mut rest: Vec<N> = neighbourhoods.into_iter().collect();
        let mut groups = Vec::new();
        for municipality in &self.municipalities {
            let mut group = Vec::new();
            for label in municipality.labels() {
                let wanted = text::slug(label);
                group.extend(rest.extract_if(.., |it| slug(it) == wanted));
            }
            groups.push((Some(municipality), group));
        }
        groups.push((None, rest));
        groups.retain(|(_, group)| !group.is_empty());
        groups
    }
}

fn feed(written: written::Feed) -> Result<FeedSettings, RegionError> {
    let written::Feed {
        address,
        id,
        keys,
        unsigned,
    } = written;
    if !is_path_below(&address) {
        return Err(RegionError::Address(address));
    }
    if keys.len() > KEYS {
        return Err(RegionError::TooManyKeys(keys.len()));
    }
    let keys = keys.iter().zip(1..).map(|(key, at)| {
        PublicKey::read(key).ok_or_else(|| wrong(format!("feed.keys[{at}]"), key, Wanted::Key))
    });
    Ok(FeedSettings {
        keys: keys.collect::<Result<_, _>>()?,
        address,
        id: id.filter(|id| !id.trim().is_empty()),
        unsigned,
    })
}

fn holidays(written: written::Holidays) -> Result<Holidays, RegionError> {
    let mut states = State::ALL.iter().copied();
    let state = states
        .find(|state| state.slug() == written.state)
        .ok_or_else(|| wrong("holidays.state", &written.state, Wanted::State))?;
    let school = written.school.into_iter().zip(1..);
    let school =
        school.map(|(holiday, at)| school_holiday(holiday, &format!("holidays.school[{at}]")));
    Ok(Holidays {
        state,
        school: school.collect::<Result<_, _>>()?,
    })
}

fn school_holiday(
    written: written::SchoolHoliday,
    place: &str,
) -> Result<SchoolHoliday, RegionError> {
    let written::SchoolHoliday {
        name: label,
        from,
        to,
    } = written;
    let date = |field: &str, text: &str| {
        read_date(text).ok_or_else(|| wrong(format!("{place}.{field}"), text, Wanted::Date))
    };
    let label = name(&label, &format!("{place}.name"))?;
    SchoolHoliday::new(label, date("from", &from)?, date("to", &to)?)
        .ok_or_else(|| wrong(format!("{place}.to"), &to, Wanted::LaterDate))
}

fn municipality(written: &written::Municipality, place: &str) -> Result<Municipality, RegionError> {
    let neighbourhoods = written.neighbourhoods.iter().zip(1..);
    let neighbourhoods =
        neighbourhoods.map(|(label, at)| name(label, &format!("{place}.neighbourhoods[{at}]")));
    Ok(Municipality {
        name: name(&written.name, &format!("{place}.name"))?,
        neighbourhoods: neighbourhoods.collect::<Result<_, _>>()?,
    })
}

fn pages(written: written::Pages) -> Result<Pages, RegionError> {
    Ok(Pages {
        imprint: words::read(written.imprint, "pages.imprint")?,
        privacy: words::read(written.privacy, "pages.privacy")?,
        accessibility: words::read(written.accessibility, "pages.accessibility")?,
    })
}

fn contact(written: written::Contact) -> Result<Contact, RegionError> {
    let email = written.email.map(|email| {
        Email::new(&email).ok_or_else(|| wrong("contact.email", &email, Wanted::Email))
    });
    let phone = written
        .phone
        .map(|phone| help::phone(&phone, "contact.phone"));
    let address = written.address.map(|address| text::clean(&address));
    Ok(Contact {
        name: text::clean_line(&written.name),
        email: email.transpose()?,
        phone: phone.transpose()?,
        address: address.filter(|address| !address.is_empty()),
    })
}

fn colours(written: &written::Colours) -> Result<Colours, RegionError> {
    let colour = |field: &str, text: &str| {
        let colour = text.to_ascii_lowercase();
        let is_one = colour.strip_prefix('#').is_some_and(|digits| {
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        is_one
            .then_some(colour)
            .ok_or_else(|| wrong(format!("colours.{field}"), text, Wanted::Colour))
    };
    Ok(Colours {
        light: colour("light", &written.light)?,
        dark: colour("dark", &written.dark)?,
    })
}

/// A name in one line from which something readable is left.
fn name(text: &str, field: &str) -> Result<String, RegionError> {
    Neighbourhood::new(text)
        .map(|readable| text::clean_line(readable.label()))
        .ok_or_else(|| wrong(field, text, Wanted::Name))
}

/// A path to which a browser can add nothing of its own: no host, no way up, no query.
fn is_path_below(path: &str) -> bool {
    let parts = path.strip_suffix('/').unwrap_or(path).split('/');
    parts.into_iter().all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    })
}

#[cfg(test)]
mod tests;
