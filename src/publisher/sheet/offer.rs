//! A row into an HSDS service. What an offer is, is decided where services are read; here only
//! the words of an office become the fields that are read there.

use raupe_core::offer::{GoodToKnow, OfferId, Said, languages_in};
use raupe_core::text;
use serde_json::{Map, Value, json};

use super::age;
use super::cells;
use super::columns::Column;
use super::finding::{Finding, Place, Problem, Spot};
use super::header::Header;
use super::heading::Heading;
use super::id::derived;
use super::price;
use super::service::{Building, number};
use super::table::{Cell, Row};
use super::when;

/// A row as a service.
pub(super) struct Service {
    pub(super) fields: Map<String, Value>,
    /// For each of its attributes the column that it comes from.
    pub(super) attributes: Vec<Column>,
}

/// The words that name an offer, from which its id comes where the sheet gives none.
pub(super) struct Identity {
    /// The id in the sheet.
    pub(super) stated: Option<String>,
    /// An id from title, organisation and place.
    pub(super) derived: String,
    /// What the whole row says.
    pub(super) content: String,
}

/// A row that is being read.
pub(super) struct RowReader<'r> {
    pub(super) header: &'r Header,
    pub(super) row: &'r Row,
    place: Place,
    pub(super) findings: Vec<Finding>,
}

impl<'r> RowReader<'r> {
    pub(super) fn new(header: &'r Header, row: &'r Row, sheet: &str) -> Self {
        let mut reader = Self {
            header,
            row,
            place: Place {
                sheet: sheet.to_owned(),
                row: row.number,
                ..Place::default()
            },
            findings: Vec::new(),
        };
        let title = reader.text(Column::Title);
        reader.place.title = title
            .map(|title| text::clean_line(&title))
            .filter(|title| !title.is_empty());
        reader
    }

    /// Where the row is.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Reports a problem with the whole row.
    pub(super) fn report(&mut self, problem: Problem) {
        let place = self.place.clone();
        self.findings.push(Finding { place, problem });
    }

    pub(super) fn report_at(&mut self, at: usize, problem: Problem) {
        let name = self.header.names.get(at).map_or("", String::as_str);
        let place = Place {
            column: Some(Spot::new(at, name)),
            ..self.place.clone()
        };
        self.findings.push(Finding { place, problem });
    }

    pub(super) fn report_in(&mut self, column: Column, problem: Problem) {
        match self.header.position(column) {
            Some(at) => self.report_at(at, problem),
            None => self.report(problem),
        }
    }

    pub(super) fn cell(&self, column: Column) -> &'r Cell {
        let at = self.header.position(column);
        at.map_or(&Cell::Empty, |at| self.row.cell(at))
    }

    /// The text in a column, if there is any.
    pub(super) fn text(&self, column: Column) -> Option<String> {
        match self.cell(column) {
            Cell::Empty | Cell::Broken(_) => None,
            cell => Some(cell.shown()),
        }
    }

    /// What names the offer.
    pub(super) fn identity(&mut self) -> Identity {
        let folded = |column| text::fold(&self.text(column).unwrap_or_default());
        let [title, organisation, place] =
            [Column::Title, Column::Organisation, Column::Place].map(folded);
        let said: Vec<_> = self
            .header
            .headings
            .iter()
            .zip(0..)
            .filter(|(heading, _)| {
                !matches!(
                    heading,
                    Heading::Unknown | Heading::BadTranslation | Heading::Left
                )
            })
            .map(|(_, at)| self.row.cell(at).shown())
            .collect();
        let said: Vec<_> = said.iter().map(String::as_str).collect();
        let stated = self.text(Column::Id).and_then(|id| {
            let usable = OfferId::new(&id);
            if usable.is_none() {
                self.report_in(Column::Id, Problem::BadId(id));
            }
            usable.map(|id| id.as_str().to_owned())
        });
        Identity {
            stated,
            derived: derived(&[&title, &organisation, &place]),
            content: derived(&said),
        }
    }

    /// The row as the service `id`; `None` without a title.
    pub(super) fn service(&mut self, id: &str) -> Option<Service> {
        self.broken_cells();
        let Some(title) = self.text(Column::Title) else {
            if !matches!(self.cell(Column::Title), Cell::Broken(_)) {
                self.report_in(Column::Title, Problem::NoTitle);
            }
            return None;
        };
        let mut service = Building::new(id);
        service.put("id", id);
        service.put("name", title);
        for (column, field) in [
            (Column::Description, "description"),
            (Column::Eligibility, "eligibility_description"),
            (Column::Notice, "alert"),
        ] {
            service.put_some(field, self.text(column));
        }
        if let Some(name) = self.text(Column::Organisation) {
            let organisation = json!({
                "id": derived(&["organization", &text::fold(&name)]),
                "name": name,
                "description": "",
            });
            service.put("organization", organisation);
        }
        self.status(&mut service);
        self.ages(&mut service);
        self.languages(&mut service);
        self.terms(&mut service);
        self.application(&mut service);
        self.schedules(&mut service);
        self.cost(&mut service);
        self.contacts(&mut service);
        self.links(&mut service);
        self.location(&mut service);
        self.translations(&mut service);
        if !self.cell(Column::Assured).is_empty() {
            match cells::date(self.cell(Column::Assured)) {
                Ok(date) => service.put("assured_date", date.to_string()),
                Err(problem) => self.report_unless_broken(Column::Assured, problem),
            }
        }
        Some(Service {
            fields: service.fields,
            attributes: service.attributes,
        })
    }

    /// Formulas without a result, and letters that are lost, wherever they stand.
    fn broken_cells(&mut self) {
        for at in 0..self.header.headings.len() {
            if matches!(self.header.headings[at], Heading::Unknown | Heading::Left) {
                continue;
            }
            match self.row.cell(at) {
                Cell::Broken(error) => self.report_at(at, Problem::Broken(error.clone())),
                Cell::Text(text) if text.contains('\u{FFFD}') => {
                    self.report_at(at, Problem::LostLetters);
                }
                _ => {}
            }
        }
    }

    /// A broken cell has its finding already.
    fn report_unless_broken(&mut self, column: Column, problem: Problem) {
        if !matches!(self.cell(column), Cell::Broken(_)) {
            self.report_in(column, problem);
        }
    }

    pub(super) fn yes(&mut self, column: Column) -> bool {
        match cells::yes_no(self.cell(column)) {
            Ok(yes) => yes,
            Err(problem) => {
                self.report_unless_broken(column, problem);
                false
            }
        }
    }

    fn status(&mut self, service: &mut Building<'_>) {
        let stated = self.text(Column::Status).unwrap_or_default();
        let status = match text::fold(&stated).as_str() {
            "" | "aktiv" | "lauft" | "active" | "offen" => "active",
            "ruht"
            | "pause"
            | "pausiert"
            | "geschlossen"
            | "vorubergehend geschlossen"
            | "temporarily closed" => "temporarily closed",
            "beendet" | "eingestellt" | "abgelaufen" | "defunct" => "defunct",
            "inaktiv" | "inactive" => "inactive",
            _ => {
                self.report_in(Column::Status, Problem::BadStatus(stated));
                "active"
            }
        };
        service.put("status", status);
    }

    fn ages(&mut self, service: &mut Building<'_>) {
        let cells = [Column::Ages, Column::AgeFrom, Column::AgeTo];
        let [both, first, last] = cells.map(|column| self.age_cell(column));
        let ages = age::of_row(&both, &first, &last);
        for (column, problem) in ages.problems {
            self.report_in(column, problem);
        }
        service.put_some("minimum_age", ages.minimum.map(number));
        service.put_some("maximum_age", ages.maximum.map(number));
        for phase in ages.phases.iter() {
            service.term(Column::Ages, "Lebensphase", age::name_of(phase));
        }
        if !ages.words.is_empty() {
            let said = self.text(Column::Eligibility);
            let words = ages.words.iter().map(|words| format!("Alter: {words}"));
            let said: Vec<_> = said.into_iter().chain(words).collect();
            service.put("eligibility_description", said.join("\n"));
        }
    }

    /// What stands in a column of ages, with the unit that stands above it; nothing if Excel made a
    /// date of it.
    fn age_cell(&mut self, column: Column) -> Cell {
        let cell = self.cell(column);
        if became_date(cell) {
            self.report_in(column, Problem::DateForAge(cell.shown()));
            return Cell::Empty;
        }
        let name = self
            .header
            .position(column)
            .and_then(|at| self.header.names.get(at));
        let in_months = name.is_some_and(|name| text::fold(name).contains("monat"));
        let shown = cell.shown();
        let is_bare = !shown.chars().any(char::is_alphabetic);
        if in_months && is_bare && !cell.is_empty() {
            Cell::Text(format!("{shown} Monate"))
        } else {
            cell.clone()
        }
    }

    fn languages(&self, service: &mut Building<'_>) {
        let Some(cell) = self.text(Column::Languages) else {
            return;
        };
        for Said {
            words, languages, ..
        } in languages_in(&cell)
        {
            let mut codes: Vec<_> = languages.iter().map(|it| Some(it.code())).collect();
            if codes.is_empty() {
                codes.push(None);
            }
            for code in codes {
                let mut fields = service.nested("languages");
                fields.insert("name".into(), words.as_str().into());
                if let Some(code) = code {
                    fields.insert("code".into(), code.into());
                }
                service.push("languages", fields);
            }
        }
    }

    fn terms(&mut self, service: &mut Building<'_>) {
        for (column, taxonomy) in [
            (Column::Phase, "Lebensphase"),
            (Column::Topic, "Thema"),
            (Column::GoodToKnow, "Gut zu wissen"),
            (Column::Channel, "Form"),
        ] {
            for name in cells::list(&self.text(column).unwrap_or_default()) {
                service.term(column, taxonomy, name);
            }
        }
        if self.yes(Column::Example) {
            service.term(Column::Example, "Kennzeichnung", "Beispiel");
        }
        for name in cells::list(&self.text(Column::Area).unwrap_or_default()) {
            let mut area = service.nested("service_areas");
            area.insert("name".into(), name.into());
            service.push("service_areas", area);
        }
    }

    /// A word is good to know; a sentence is how to take part.
    fn application(&self, service: &mut Building<'_>) {
        let Some(cell) = self.text(Column::Application) else {
            return;
        };
        let registration = match text::fold(&cell).as_str() {
            "nein" | "keine" | "nicht notig" | "nicht erforderlich" => Some(false),
            "ja" | "notig" | "erforderlich" => Some(true),
            _ => match GoodToKnow::named(&cell) {
                Some(GoodToKnow::NoRegistration) => Some(false),
                Some(GoodToKnow::Registration) => Some(true),
                _ => None,
            },
        };
        match registration {
            Some(true) => service.term(Column::Application, "Gut zu wissen", "mit Anmeldung"),
            Some(false) => service.term(Column::Application, "Gut zu wissen", "ohne Anmeldung"),
            None => service.put("application_process", cell),
        }
    }

    fn cost(&self, service: &mut Building<'_>) {
        if let Cell::Broken(_) = self.cell(Column::Cost) {
            return;
        }
        let (prices, mut words) = price::prices(self.cell(Column::Cost));
        for price in prices {
            let mut option = service.nested("cost_options");
            option.insert("amount".into(), number(price.amount));
            option.insert("currency".into(), price.currency.into());
            if let Some(words) = price.option {
                option.insert("option".into(), words.into());
            }
            service.push("cost_options", option);
        }
        words.extend(self.text(Column::CostDetails));
        service.put_some(
            "fees_description",
            (!words.is_empty()).then(|| words.join("\n")),
        );
    }

    fn translations(&self, service: &mut Building<'_>) {
        let mut languages = Map::new();
        for (at, heading) in self.header.headings.iter().enumerate() {
            let (Heading::Translation(field, language), Cell::Text(text)) =
                (heading, self.row.cell(at))
            else {
                continue;
            };
            let fields = languages
                .entry(language.clone())
                .or_insert_with(|| json!({}));
            if let Value::Object(fields) = fields {
                fields
                    .entry(*field)
                    .or_insert_with(|| json!({"text": text, "origin": "human"}));
            }
        }
        if !languages.is_empty() {
            service.put("translations", languages);
        }
    }
}

/// Whether Excel made a date of "3-6" when it was typed: a date, its number, or how it is saved as
/// text, "03. Jun".
fn became_date(cell: &Cell) -> bool {
    const MONTHS: [&str; 14] = [
        "jan", "feb", "mar", "mrz", "apr", "mai", "may", "jun", "jul", "aug", "sep", "okt", "nov",
        "dez",
    ];
    let text = match cell {
        Cell::Date(..) => return true,
        Cell::Number(days) => return days.fract() == 0.0 && (36_000.0..60_000.0).contains(days),
        Cell::Text(text) => text.trim(),
        _ => return false,
    };
    if text.len() == 5
        && text
            .parse::<u32>()
            .is_ok_and(|days| (36_000..60_000).contains(&days))
    {
        return true;
    }
    if when::date(text).is_some_and(|(_, end)| end == text.len()) {
        return true;
    }
    let folded = text::fold(text);
    let mut words = folded.split(' ');
    let (Some(one), Some(other), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_month = |word: &str| word.chars().count() == 3 && MONTHS.contains(&word);
    (is_number(one) && is_month(other)) || (is_month(one) && is_number(other))
}
