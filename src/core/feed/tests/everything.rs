//! One service that uses every field the reader knows. The whole offer is written out, so that a
//! new field of [`Offer`] cannot be left out here.

use jiff::civil::{Date, Time, date, time};

use super::*;
use crate::feed::{Profile, Rendition};
use crate::offer::{
    Address, AgeRange, Audience, Channel, Contact, Cost, Email, GoodToKnow, Language, LanguageTag,
    LifePhase, Link, Neighbourhood, NthWeekday, OfferId, Origin, Phone, Place, Price, Recurrence,
    Schedule, Span, Topic, Translation, Weekday,
};

const PAGE: &[u8] = include_bytes!("../fixtures/everything.json");

fn phone(number: &str, note: Option<&str>) -> Phone {
    let mut phone = Phone::new(number).unwrap();
    phone.note = note.map(str::to_owned);
    phone
}

fn link(href: &str, label: Option<&str>) -> Link {
    let mut link = Link::new(href).unwrap();
    link.label = label.map(str::to_owned);
    link
}

fn contact(name: Option<&str>, phones: Vec<Phone>, emails: &[&str]) -> Contact {
    let emails = emails
        .iter()
        .map(|email| Email::new(email).unwrap())
        .collect();
    Contact {
        name: name.map(str::to_owned),
        phones,
        emails,
    }
}

fn price(cents: u32, note: &str) -> Price {
    Price {
        cents: Some(cents),
        currency: "EUR".into(),
        note: Some(note.into()),
    }
}

fn schedule(recurrence: Recurrence, opens: Option<Time>, closes: Option<Time>) -> Schedule {
    Schedule {
        recurrence,
        start: None,
        valid: Span::default(),
        count: None,
        opens,
        closes,
        except: Vec::new(),
        skips_school_holidays: false,
        skips_public_holidays: false,
        description: None,
    }
}

fn every_other_week() -> Schedule {
    let weekly = Recurrence::Weekly {
        interval: 2,
        days: vec![Weekday::Tuesday, Weekday::Thursday],
    };
    Schedule {
        start: Some(date(2026, 9, 1)),
        // `until` comes before `valid_to`.
        valid: Span::new(Some(date(2026, 9, 1)), Some(date(2027, 6, 30))).unwrap(),
        count: Some(20),
        except: vec![date(2026, 12, 24), date(2026, 12, 31)],
        skips_school_holidays: true,
        skips_public_holidays: true,
        description: Some("Beginn ist pünktlich.\nBitte Hausschuhe mitbringen.".into()),
        ..schedule(weekly, Some(time(9, 30, 0, 0)), Some(time(11, 0, 0, 0)))
    }
}

fn monthly() -> Schedule {
    let days = vec![
        NthWeekday {
            nth: Some(1),
            day: Weekday::Saturday,
        },
        NthWeekday {
            nth: Some(-1),
            day: Weekday::Sunday,
        },
    ];
    let monthly = Recurrence::Monthly {
        interval: 1,
        days,
        month_days: vec![15],
    };
    schedule(monthly, Some(time(15, 0, 0, 0)), None)
}

fn once(day: Date) -> Schedule {
    let afternoon = (Some(time(14, 0, 0, 0)), Some(time(17, 0, 0, 0)));
    let once = schedule(Recurrence::Once(day), afternoon.0, afternoon.1);
    Schedule {
        start: Some(day),
        ..once
    }
}

fn mondays() -> Schedule {
    let weekly = Recurrence::Weekly {
        interval: 1,
        days: vec![Weekday::Monday],
    };
    schedule(weekly, Some(time(8, 0, 0, 0)), Some(time(12, 0, 0, 0)))
}

fn house() -> Place {
    Place {
        name: Some("Beispielhaus".into()),
        // Not the post office box, which stands first.
        address: Some(Address {
            street: vec!["Beispielweg 1".into(), "Hinterhaus".into()],
            postal_code: Some("31224".into()),
            town: Some("Peine".into()),
        }),
        confidential: false,
        directions: Some("Bus 1 bis Walzwerk".into()),
        accessibility: vec!["Stufenlos\nRampe am Hof".into()],
        position: Some((52.32, 10.23)),
    }
}

fn translations() -> Vec<Translation> {
    let empty = |tag| Translation {
        tag: LanguageTag::new(tag).unwrap(),
        title: None,
        description: None,
        notice: None,
        eligibility: None,
        application: None,
        cost: None,
        origin: Origin::Machine,
        reviewed_at: None,
    };
    vec![
        Translation {
            notice: Some("Im Juli: Stadtpark.".into()),
            eligibility: Some("Für Eltern.".into()),
            application: Some("Kommen Sie vorbei.".into()),
            cost: Some("Das kostet nichts.".into()),
            ..empty("de-simple")
        },
        Translation {
            title: Some("Emekleyen bebekler grubu".into()),
            description: Some("Şarkı, oyun,\nsohbet.".into()),
            origin: Origin::Human,
            reviewed_at: Some(date(2026, 9, 1)),
            ..empty("tr")
        },
    ]
}

#[test]
fn every_field_arrives() {
    let page = Page::open(PAGE).unwrap();
    let reading = page.read(page.profile().region.as_deref());
    assert_eq!(reading.findings, []);

    let pregnancy = [LifePhase::Pregnancy].into_iter().collect();
    let walzwerk = Neighbourhood::new("Rund ums Walzwerk").unwrap();
    let expected = Offer {
        id: OfferId::new("beispiel-1").unwrap(),
        title: "Beispiel: Krabbelgruppe am Walzwerk".into(),
        alternate_title: Some("Runder Teppich".into()),
        description: Some(
            "Singen, spielen, reden.\nDies ist ein Beispiel: Das Angebot gibt es nicht.".into(),
        ),
        notice: Some("Im Juli treffen wir uns im Stadtpark.".into()),
        organisation: Some("Verein Beispiel e. V.".into()),
        audience: Audience::new(AgeRange::new(6, Some(35)), pregnancy),
        eligibility: Some("Für alle Eltern mit kleinen Kindern.".into()),
        languages: ["de", "kmr", "tr"]
            .map(|code| Language::from_code(code).unwrap())
            .into(),
        language_names: vec![],
        other_languages: vec!["Eine Sprachmittlerin kommt auf Wunsch dazu.".into()],
        topics: vec![
            Topic::named("Treffpunkt").unwrap(),
            Topic::named("Babymassage").unwrap(),
        ],
        neighbourhoods: vec![walzwerk],
        region_wide: true,
        places: vec![
            house(),
            Place {
                name: Some("Videotreffen".into()),
                ..Place::default()
            },
        ],
        channels: [Channel::HomeVisit, Channel::Online].into_iter().collect(),
        schedules: vec![
            every_other_week(),
            monthly(),
            once(date(2026, 12, 6)),
            mondays(),
        ],
        cost: Cost {
            prices: vec![price(0, "Familien"), price(250, "Gäste, je Treffen")],
            description: Some("Getränke gegen Spende.".into()),
        },
        good_to_know: [GoodToKnow::NoRegistration, GoodToKnow::StepFree]
            .into_iter()
            .collect(),
        application: Some("Einfach kommen; wer mag, ruft vorher an.".into()),
        contacts: vec![
            contact(
                None,
                vec![phone("05171 / 555-0", Some("vormittags"))],
                &["krabbeln@beispiel.example"],
            ),
            // Her second number is the one that the service has given already.
            contact(
                Some("Mia Muster, Familienlotsin, Frühe Hilfen"),
                vec![phone("+49 (0)151 000 111", None)],
                &["muster@beispiel.example"],
            ),
            contact(None, vec![phone("05171 555 200", Some("am Ort"))], &[]),
            contact(
                Some("Beispielhaus"),
                vec![phone("05171 555 300", None)],
                &[],
            ),
        ],
        links: vec![
            link("https://beispiel.example/krabbelgruppe", None),
            link("https://beispiel.example/faltblatt.pdf", Some("Faltblatt")),
        ],
        facts: vec![("Gruppengröße".into(), "12".into())],
        translations: translations(),
        last_confirmed: Some(date(2026, 10, 15)),
        example: true,
    };
    assert_eq!(reading.offers, [expected]);

    // Terms are equal by their names in links; what is shown is compared by itself.
    let offer = &reading.offers[0];
    assert_eq!(offer.neighbourhoods[0].label(), "Rund ums Walzwerk");
    let topics: Vec<_> = offer.topics.iter().map(Topic::label).collect();
    assert_eq!(topics, ["Treffpunkt", "Babymassage"]);
}

#[test]
fn the_page_says_whose_it_is() {
    let page = Page::open(PAGE).unwrap();
    assert_eq!(page.rendition(), Rendition::Page);
    let profile = Profile {
        feed_id: Some("example.raupe.tests".into()),
        region: Some("Landkreis Peine".into()),
        ..Profile::default()
    };
    assert_eq!(page.profile(), &profile);
}

#[test]
fn without_a_region_its_name_is_an_area_like_others() {
    let offer = Page::open(PAGE).unwrap().read(None).offers.remove(0);
    assert!(!offer.region_wide);
    assert_eq!(
        offer.neighbourhoods.len(),
        1,
        "the term on the place is stronger than areas"
    );
}
