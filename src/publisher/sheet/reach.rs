//! How an offer is reached: telephone, e-mail, pages, and the place one goes to.

use raupe_core::text;
use serde_json::{Map, json};

use super::cells;
use super::columns::Column;
use super::finding::Problem;
use super::id::derived;
use super::offer::RowReader;
use super::phone;
use super::service::{Building, accessibility, term};
use super::table::Cell;
use super::when;

impl RowReader<'_> {
    pub(super) fn contacts(&mut self, service: &mut Building<'_>) {
        if !matches!(self.cell(Column::Phone), Cell::Broken(_)) {
            let (phones, problems) = phone::phones(self.cell(Column::Phone));
            for problem in problems {
                self.report_in(Column::Phone, problem);
            }
            for phone in phones {
                let mut fields = service.nested("phones");
                fields.insert("number".into(), phone.number.into());
                fields.insert("type".into(), "voice".into());
                if let Some(note) = phone.note {
                    fields.insert("description".into(), note.into());
                }
                service.push("phones", fields);
            }
        }
        let addresses = self.text(Column::Email).unwrap_or_default();
        let mut addresses = cells::list(&addresses);
        service.put_some("email", addresses.next());
        for address in addresses {
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
        for (column, field) in [
            (Column::Venue, "name"),
            (Column::Directions, "transportation"),
        ] {
            if let Some(text) = self.text(column) {
                location.insert(field.into(), text.into());
            }
        }
        if let Some(cell) = self.text(Column::Address) {
            let address = cells::address(&cell);
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
        }
        let access = accessibility(
            &self.text(Column::Accessibility).unwrap_or_default(),
            service,
        );
        if !access.is_empty() {
            location.insert("accessibility".into(), access.into());
        }
        let places = self.text(Column::Place).unwrap_or_default();
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
}
