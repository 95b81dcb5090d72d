//! How an offer is reached: telephone, e-mail, pages, and the place one goes to.

use raupe_core::text;
use serde_json::{Map, Value, json};

use super::cells;
use super::columns::{Column, key};
use super::finding::Problem;
use super::id::derived;
use super::offer::RowReader;
use super::phone;
use super::service::{Building, accessibility, term};
use super::table::Cell;
use super::when;

impl RowReader<'_> {
    /// Telephone numbers and e-mail addresses: those of the person who is named, if one is.
    pub(super) fn contacts(&mut self, service: &mut Building<'_>) {
        let mut phones = Vec::new();
        for (column, kind) in [
            (Column::Phone, "voice"),
            (Column::Mobile, "cell"),
            (Column::Fax, "fax"),
        ] {
            if matches!(self.cell(column), Cell::Broken(_)) {
                continue;
            }
            let found = phone::phones(self.cell(column));
            for problem in found.problems {
                self.report_in(column, problem);
            }
            if !found.words.is_empty() {
                // What is no number is how to take part.
                let words = format!("Telefon: {}", found.words.join("; "));
                let said = service.fields.get("application_process");
                let said = said.and_then(Value::as_str).map(str::to_owned);
                let said: Vec<_> = said.into_iter().chain([words]).collect();
                service.put(
                    "application_process",
                    said.join(
                        "
",
                    ),
                );
            }
            let numbers = found.numbers.into_iter();
            phones.extend(numbers.map(|phone| {
                let kind = if phone.is_fax { "fax" } else { kind };
                (phone, kind)
            }));
        }
        let emails = self.text(Column::Email).unwrap_or_default();
        let mut emails: Vec<_> = cells::list(&emails).collect();
        if let Some(name) = self.text(Column::Person) {
            let mut contact = service.nested("contacts");
            contact.insert("name".into(), text::clean_line(&name).into());
            if !emails.is_empty() {
                contact.insert("email".into(), emails.remove(0).into());
            }
            let phones: Vec<_> = phones
                .drain(..)
                .enumerate()
                .map(|(at, phone)| {
                    let id = derived(&[service.id, "contact", "phones", &at.to_string()]);
                    let mut fields = Map::from_iter([("id".to_owned(), id.into())]);
                    fill(&mut fields, phone);
                    fields
                })
                .collect();
            if !phones.is_empty() {
                contact.insert("phones".into(), json!(phones));
            }
            service.push("contacts", contact);
        } else if !emails.is_empty() {
            service.put("email", emails.remove(0));
        }
        for phone in phones {
            let mut fields = service.nested("phones");
            fill(&mut fields, phone);
            service.push("phones", fields);
        }
        for address in emails {
            let mut contact = service.nested("contacts");
            contact.insert("email".into(), address.into());
            service.push("contacts", contact);
        }
    }

    pub(super) fn links(&mut self, service: &mut Building<'_>) {
        let cell = self.text(Column::Link).unwrap_or_default();
        // A comma belongs to an address unless another one follows.
        let cell = cell.replace(", http", "; http");
        for part in when::parts(&cell) {
            let (address, label) = cells::with_note(part);
            let mut address = address.to_owned();
            // "www.example.org": a browser would add the rest as well.
            if !address.contains("://") && !address.contains(' ') && address.contains('.') {
                self.report_in(Column::Link, Problem::AddedScheme(address.clone()));
                address.insert_str(0, "https://");
            }
            if label.is_none() && !service.fields.contains_key("url") {
                service.put("url", address);
                continue;
            }
            let mut link = service.nested("additional_urls");
            link.insert("url".into(), address.into());
            if let Some(label) = label {
                link.insert("label".into(), label.into());
            }
            service.push("additional_urls", link);
        }
    }

    /// One place. An offer that only belongs to a neighbourhood, without taking place there, has
    /// none.
    pub(super) fn location(&mut self, service: &mut Building<'_>) {
        let hidden = self.yes(Column::Confidential);
        if hidden {
            service.put("confidential_address", true);
        }
        let mut location = Map::new();
        if let Some(name) = self.text(Column::Venue) {
            location.insert("name".into(), name.into());
        }
        let ways = [Column::Directions, Column::Stop].map(|column| self.text(column));
        let ways = match ways {
            [Some(way), Some(stop)] => Some(format!("{way}\nHaltestelle: {stop}")),
            [way, stop] => way.or(stop),
        };
        if let Some(ways) = ways {
            location.insert("transportation".into(), ways.into());
        }
        if let Some(address) = self.address() {
            let mut fields = service.nested("addresses");
            for (field, value) in [
                ("address_1", address.street),
                ("address_2", address.more),
                ("postal_code", address.postal_code),
                ("city", address.town),
                ("state_province", String::new()),
                ("country", "DE".into()),
                ("address_type", "physical".into()),
            ] {
                if field != "address_2" || !value.is_empty() {
                    fields.insert(field.into(), value.into());
                }
            }
            location.insert("addresses".into(), json!([fields]));
        }
        if let Some(cell) = self.text(Column::Position) {
            match cells::position(&cell) {
                Some((latitude, longitude)) => {
                    location.insert("latitude".into(), latitude.into());
                    location.insert("longitude".into(), longitude.into());
                }
                None => self.report_in(Column::Position, Problem::BadPosition(cell)),
            }
        } else if let (Some(north), Some(east)) =
            (self.text(Column::Latitude), self.text(Column::Longitude))
        {
            let both = format!("{north}; {east}");
            match cells::position(&both) {
                Some((latitude, longitude)) => {
                    location.insert("latitude".into(), latitude.into());
                    location.insert("longitude".into(), longitude.into());
                }
                None => self.report_in(Column::Latitude, Problem::BadPosition(both)),
            }
        }
        let access = accessibility(
            &self.text(Column::Accessibility).unwrap_or_default(),
            service,
        );
        if !access.is_empty() {
            location.insert("accessibility".into(), access.into());
        }
        // Where no neighbourhood is named, the town is the place.
        let places = [Column::Place, Column::Town, Column::Municipality];
        let places = places
            .into_iter()
            .find_map(|column| self.text(column))
            .unwrap_or_default();
        let places: Vec<_> = cells::list(&places).collect();
        let elsewhere = self
            .text(Column::Channel)
            .is_some_and(|cell| !cells::list(&cell).any(|it| text::fold(it) == "vor ort"));
        if location.is_empty() && (places.is_empty() || elsewhere) {
            for name in places {
                service.term(Column::Place, "Sozialraum", name);
            }
            return;
        }
        location.insert("id".into(), derived(&[service.id, "location"]).into());
        location.insert("location_type".into(), "physical".into());
        let terms: Vec<_> = places
            .iter()
            .enumerate()
            .map(|(at, name)| {
                term(
                    &derived(&[service.id, "place", &at.to_string()]),
                    "Sozialraum",
                    name,
                )
            })
            .collect();
        let mut at = service.nested("service_at_locations");
        if !terms.is_empty() {
            at.insert("attributes".into(), terms.into());
        }
        at.insert("location".into(), location.into());
        service.push("service_at_locations", at);
    }

    /// The address, from one column or from those of its parts.
    fn address(&self) -> Option<cells::Address> {
        let mut address = self
            .text(Column::Address)
            .map(|cell| cells::address(&cell))
            .unwrap_or_default();
        let street = [Column::Street, Column::HouseNumber].map(|column| self.text(column));
        let street: Vec<_> = street.into_iter().flatten().collect();
        if address.street.is_empty() {
            address.street = street.join(" ");
        }
        let code = self.text(Column::PostalCode);
        if let Some(code) = &code
            && address.postal_code.is_empty()
        {
            // "31224 Peine" in one cell.
            let (number, town) = code.split_once([' ', ',']).unwrap_or((code, ""));
            number.clone_into(&mut address.postal_code);
            if address.town.is_empty() {
                town.trim().clone_into(&mut address.town);
            }
        }
        if address == cells::Address::default() {
            return None;
        }
        // A town by itself is a place and no address; beside a street or a code it belongs to them.
        let in_parts = self.header.has(Column::PostalCode) || self.header.has(Column::Street);
        if in_parts && address.town.is_empty() {
            let town = self.town().into_iter().find_map(|column| self.text(column));
            address.town = town.unwrap_or_default();
        }
        Some(address)
    }

    /// The columns in which the town of an address may stand.
    fn town(&self) -> Vec<Column> {
        let name = self
            .header
            .position(Column::Place)
            .and_then(|at| self.header.names.get(at));
        let is_town = name.is_some_and(|name| {
            matches!(key(name).as_str(), "ort" | "stadt" | "gemeinde" | "kommune")
        });
        let mut columns = vec![Column::Town];
        columns.extend(is_town.then_some(Column::Place));
        columns.push(Column::Municipality);
        columns
    }
}

fn fill(fields: &mut Map<String, Value>, (phone, kind): (phone::Phone, &str)) {
    fields.insert("number".into(), phone.number.into());
    fields.insert("type".into(), kind.into());
    if let Some(note) = phone.note {
        fields.insert("description".into(), note.into());
    }
}
