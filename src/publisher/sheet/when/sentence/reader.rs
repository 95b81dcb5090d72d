//! A sentence from its first phrase to its last.

use std::mem;

use jiff::civil::Time;
use raupe_core::offer::{NthWeekday, Weekday};

use super::super::grammar::{DayList, Limit, Means, Phrase, Rhythm};
use super::super::note::{self, Note};
use super::super::tokens::Token;
use super::{Closed, Group, Misread, Sentence};

/// Where a limit stands among the groups.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    Before,
    Between,
}

/// What reads phrases in their order, and what it has read.
#[derive(Default)]
pub(super) struct Reader<'s> {
    text: &'s str,
    tokens: &'s [Token],
    phrases: &'s [Phrase],
    at: usize,
    groups: Vec<Group>,
    /// Remarks for the group that begins next.
    pending: Vec<String>,
    /// Remarks before all groups, with a colon or without.
    leading: Vec<(String, bool)>,
    /// "im Monat" before the days of which it is said.
    in_month: bool,
    /// Remarks that could be meant for any of several groups.
    loose: Vec<String>,
    /// With the number of groups before each.
    limits: Vec<(Limit, usize)>,
    rhythms: Vec<Rhythm>,
    /// What stands in brackets, with the number of groups before it.
    notes: Vec<(String, usize)>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(text: &'s str, tokens: &'s [Token], phrases: &'s [Phrase]) -> Self {
        Self {
            text,
            tokens,
            phrases,
            ..Self::default()
        }
    }

    pub(super) fn read(mut self) -> Result<Sentence, Misread> {
        while self.at < self.phrases.len() {
            self.phrase()?;
            self.at += 1;
        }
        self.finish()
    }

    fn phrase(&mut self) -> Result<(), Misread> {
        let phrase = &self.phrases[self.at];
        match &phrase.means {
            Means::Days(days) => self.days(days)?,
            Means::MonthDays(days) => self.group_for_more_days()?.month_days.extend(days),
            Means::Dates(dates) => {
                let group = self.group_for_more_days()?;
                // The weekday of a date is a part of the date.
                if !(group.days.is_empty() && group.month_days.is_empty()) {
                    return Err(Misread::Together);
                }
                group.dates.extend(dates);
            }
            Means::Hours(hours) => self.hours(hours)?,
            Means::AroundTheClock => {
                let named = self.groups.last().is_some_and(|group| !group.closed);
                if !named {
                    let days = Weekday::ALL.map(|day| NthWeekday { nth: None, day });
                    self.group_for_days().days.extend(days);
                }
                self.group().remarks.push("rund um die Uhr".into());
            }
            Means::Rhythm(Rhythm::InMonth) => match self.groups.last_mut() {
                Some(group) if !group.closed => group.in_month = true,
                _ => self.in_month = true,
            },
            Means::Rhythm(rhythm) => self.rhythms.push(*rhythm),
            Means::AllDay => {
                let group = self.bare_group().ok_or(Misread::Together)?;
                group.all_day = true;
                group.remarks.push("ganztägig".into());
            }
            Means::ByAppointment => {
                if self.bare_group().is_none() {
                    return Err(Misread::ByAppointment);
                }
                self.close()?;
                if let Some(group) = self.groups.last_mut() {
                    group.by_appointment = true;
                }
            }
            Means::Limit(limit) => self.limits.push((limit.clone(), self.groups.len())),
            Means::Off(limit) => {
                // "Mo–Fr 8–12 Uhr; Sa, in den Ferien geschlossen": is it open on Saturdays?
                if self.follows_bare_days() {
                    return Err(Misread::Together);
                }
                self.limits.push((limit.clone(), self.groups.len()));
            }
            Means::Closed => self.close()?,
            Means::ClosedOn(days, limit) => {
                self.limits.push((limit.clone(), self.groups.len()));
                let words = self.words(self.at);
                self.groups.push(Group {
                    days: days.days.clone(),
                    remarks: vec![words],
                    closed: true,
                    ..Group::default()
                });
            }
            Means::Part(part) => {
                let part = *part;
                let group = self.bare_group().ok_or(Misread::Together)?;
                if group.part.is_some_and(|before| before != part) {
                    return Err(Misread::Together);
                }
                group.part = Some(part);
            }
            Means::Bracket(note) => self.notes.push((note.clone(), self.groups.len())),
            Means::Remark | Means::Registration | Means::How => self.remark()?,
            Means::Separator { joins } => {
                let ends = self.neighbour(1).is_none() || self.neighbour(-1).is_none();
                if *joins && ends {
                    return Err(Misread::Together);
                }
            }
            Means::Filler => {}
        }
        Ok(())
    }

    /// The phrase before or behind this one, fillers left out.
    fn neighbour(&self, step: isize) -> Option<&Means> {
        let mut at = self.at;
        loop {
            at = at.checked_add_signed(step)?;
            match &self.phrases.get(at)?.means {
                Means::Filler => {}
                means => return Some(means),
            }
        }
    }

    /// The phrase before this one, signs and fillers left out.
    fn said_before(&self) -> Option<&Means> {
        let mut before = self.phrases[..self.at]
            .iter()
            .rev()
            .map(|phrase| &phrase.means);
        before.find(|means| !matches!(means, Means::Filler | Means::Separator { .. }))
    }

    /// Whether days without hours come right before this phrase.
    fn follows_bare_days(&self) -> bool {
        matches!(
            self.said_before(),
            Some(Means::Days(_) | Means::MonthDays(_))
        ) && self
            .groups
            .last()
            .is_some_and(|group| group.hours.is_empty())
    }

    fn is_separated(&self, step: isize) -> bool {
        matches!(self.neighbour(step), None | Some(Means::Separator { .. }))
    }

    fn words(&self, from: usize) -> String {
        let (first, last) = (
            self.phrases[from].at.start,
            self.phrases[self.at].at.end - 1,
        );
        let (start, end) = (self.tokens[first].start, self.tokens[last].end);
        self.text[start..end].to_owned()
    }

    /// The group that is being read, if it has days and no hours.
    fn bare_group(&mut self) -> Option<&mut Group> {
        let last = self.groups.last_mut()?;
        (!last.closed && last.has_days() && last.hours.is_empty()).then_some(last)
    }

    /// The group that is being read.
    fn group(&mut self) -> &mut Group {
        if self.groups.last().is_none_or(|group| group.closed) {
            self.begin();
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// The group for more days: a new one if the last has hours or nothing is on then.
    fn group_for_days(&mut self) -> &mut Group {
        let full = self.groups.last().is_none_or(|group| {
            let told = !group.hours.is_empty() || group.all_day || group.part.is_some();
            group.closed || (group.has_days() && told)
        });
        if full {
            self.begin();
        }
        let group = self.group();
        group.hours_first |= !group.hours.is_empty();
        group
    }

    /// The same, unless something was said of the days before: "6.1.2027 (15 Uhr) und 13.1.2027".
    fn group_for_more_days(&mut self) -> Result<&mut Group, Misread> {
        let so_far = self.groups.len();
        let noted = self
            .notes
            .iter()
            .any(|(_, before)| *before == so_far && so_far > 0);
        let group = self.group_for_days();
        let has_notes = !group.remarks.is_empty() || noted;
        let is_same = group.has_days();
        if is_same && has_notes {
            return Err(Misread::Together);
        }
        Ok(group)
    }

    fn begin(&mut self) {
        self.groups.push(Group {
            remarks: mem::take(&mut self.pending),
            in_month: mem::take(&mut self.in_month),
            begins: self.at,
            ..Group::default()
        });
    }

    fn days(&mut self, days: &DayList) -> Result<(), Misread> {
        // Behind hours without a comma, "Mi – Do" could be two days.
        if days.loose && !self.groups.is_empty() && !self.is_separated(-1) {
            return Err(Misread::Together);
        }
        let group = self.group_for_more_days()?;
        // "16.1.2027, Sa" is no list, and neither is "1. und 15., Mo".
        if !(group.dates.is_empty() && group.month_days.is_empty()) {
            return Err(Misread::Together);
        }
        let has_parts = group.part.is_some() || days.part.is_some();
        if !group.days.is_empty() && (has_parts || group.each != days.each) {
            return Err(Misread::Together);
        }
        for day in &days.days {
            if !group.days.contains(day) {
                group.days.push(*day);
            }
        }
        group.named.extend(&days.named);
        group.each |= days.each;
        group.part = days.part;
        group.part_of_last = days.part_of_last;
        if let (true, Some(part)) = (group.hours_first, days.part) {
            let fits = |(opens, _): &(Option<Time>, _)| opens.is_none_or(|opens| part.has(opens));
            if !group.hours.iter().all(fits) {
                return Err(Misread::Together);
            }
        }
        Ok(())
    }

    fn hours(&mut self, hours: &[(Option<Time>, Option<Time>)]) -> Result<(), Misread> {
        // "Mo 8:00 12:00" is from eight to twelve for some, at eight and at twelve for others.
        let are_spans = |hours: &[(Option<Time>, Option<Time>)]| {
            hours
                .iter()
                .all(|(opens, closes)| opens.is_some() && closes.is_some())
        };
        let unclear = matches!(self.neighbour(-1), Some(Means::Hours(before)) if !(are_spans(before) && are_spans(hours)));
        // "Mo 9 Uhr, Anmeldung bis Freitag 12 Uhr": more hours stand beside the first.
        let continues = matches!(self.said_before(), Some(Means::Hours(_)));
        // "9–11 Uhr, Mi 14–16 Uhr": the days of the first are nowhere.
        let group = self.group();
        let interrupted = !group.hours.is_empty() && !continues;
        if group.hours_first || unclear || interrupted {
            return Err(Misread::Together);
        }
        if let (true, Some(part)) = (group.hours.is_empty(), group.part) {
            let fits = |(opens, _): &(Option<Time>, _)| opens.is_none_or(|opens| part.has(opens));
            if !hours.iter().all(fits) {
                return Err(Misread::Together);
            }
        }
        group.hours.extend(hours);
        Ok(())
    }

    /// The days before it have nothing on.
    fn close(&mut self) -> Result<(), Misread> {
        let group = self.groups.last_mut().filter(|group| {
            let plain = group.days.iter().all(|day| day.nth.is_none());
            let only_days = group.dates.is_empty() && group.month_days.is_empty();
            let whole = group.hours.is_empty() && group.part.is_none() && !group.closed;
            plain && only_days && whole && !group.days.is_empty() && group.remarks.is_empty()
        });
        let group = group.ok_or(Misread::Together)?;
        group.closed = true;
        let begins = group.begins;
        let words = self.words(begins);
        if let Some(group) = self.groups.last_mut() {
            group.remarks.push(words);
        }
        Ok(())
    }

    /// A remark belongs to the group that it stands beside without a comma.
    fn remark(&mut self) -> Result<(), Misread> {
        let words = self.words(self.at);
        let is_how = self.phrases[self.at].means == Means::How;
        let days_follow = matches!(
            self.neighbour(1),
            Some(Means::Days(_) | Means::Dates(_) | Means::MonthDays(_))
        );
        let has_group = self.groups.iter().any(|group| !group.closed);
        // "Anmeldung: Di 10–12 Uhr" is no time of the offer.
        let is_about_what_follows =
            days_follow || matches!(self.neighbour(1), Some(Means::Hours(_)));
        if self.phrases[self.at].means == Means::Registration && is_about_what_follows {
            return Err(Misread::Together);
        }
        match (self.is_separated(-1), self.is_separated(1)) {
            _ if !has_group => {
                let colon = words.ends_with(':');
                self.leading
                    .push((words.trim_end_matches(':').to_owned(), colon));
            }
            (true, _) if days_follow && is_how => self.pending.push(words),
            (true, _) => self.loose.push(words),
            // "Mo 9–12 Uhr telefonisch Di 14–16 Uhr".
            (false, false) if days_follow => return Err(Misread::Together),
            (false, _) => self.group().remarks.push(words),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Sentence, Misread> {
        let days: Vec<_> = note::weekdays(self.tokens);
        // Limits in brackets stand where the brackets do.
        for (note, before) in mem::take(&mut self.notes) {
            match note::read(&note, &days) {
                Note::Addition(addition) => {
                    self.limits.push((addition.limit, before));
                    self.rhythms.extend(addition.rhythms);
                }
                Note::Remark => {
                    let remarks = match before.checked_sub(1) {
                        Some(at) => &mut self.groups[at].remarks,
                        None => match self.groups.first_mut() {
                            Some(first) => &mut first.remarks,
                            None => &mut self.loose,
                        },
                    };
                    remarks.push(note);
                }
                Note::ByAppointment => return Err(Misread::ByAppointment),
                Note::Restricts => return Err(Misread::Note(note)),
            }
        }
        let mut sentence = Sentence {
            remarks: mem::take(&mut self.loose),
            ..Sentence::default()
        };
        sentence.remarks.append(&mut self.pending);
        if self.in_month {
            return Err(Misread::Together);
        }
        // "Telefonisch: Di 13–17 Uhr, Do 9–12 Uhr" is said of both.
        for (remark, of_all) in mem::take(&mut self.leading) {
            let mut open = self
                .groups
                .iter_mut()
                .filter(|group| !group.closed)
                .peekable();
            if of_all && open.peek().is_some() {
                open.for_each(|group| group.remarks.insert(0, remark.clone()));
            } else {
                sentence.remarks.push(remark);
            }
        }
        self.take_limits(&mut sentence)?;
        self.take_rhythms(&mut sentence)?;
        for group in mem::take(&mut self.groups) {
            if group.closed {
                let days = group.days.iter().map(|day| day.day).collect();
                let words = group.remarks.join(", ");
                let list = if group.by_appointment {
                    &mut sentence.by_appointment
                } else {
                    &mut sentence.closed
                };
                list.push(Closed { days, words });
            } else {
                sentence.groups.push(with_part(group)?);
            }
        }
        if let [group] = sentence.groups.as_mut_slice() {
            group.remarks.append(&mut sentence.remarks);
        }
        let several = sentence.groups.len() > 1;
        let has_hours = |group: &Group| {
            let told = !group.hours.is_empty() || group.part.is_some() || group.all_day;
            told && group.has_days()
        };
        if several && !sentence.groups.iter().all(has_hours) {
            return Err(Misread::Together);
        }
        Ok(sentence)
    }

    /// Of several groups, a limit between them is meant for some, and nobody knows for which.
    fn take_limits(&mut self, sentence: &mut Sentence) -> Result<(), Misread> {
        let open = self.groups.iter().filter(|group| !group.closed).count();
        for (limit, before) in mem::take(&mut self.limits) {
            let stands = match before {
                0 => Some(Stands::Before),
                at if at < self.groups.len() => Some(Stands::Between),
                _ => None,
            };
            let is_told = match stands {
                _ if open < 2 => true,
                Some(Stands::Before) => limit.count.is_none(),
                Some(Stands::Between) => false,
                None => limit.only_excepts(),
            };
            if !is_told || !sentence.limit.add(&limit) {
                return Err(Misread::Together);
            }
        }
        let reversed = matches!(
            (sentence.limit.start.or(sentence.limit.valid_from), sentence.limit.until),
            (Some(from), Some(to)) if to < from
        );
        if reversed {
            return Err(Misread::Together);
        }
        Ok(())
    }

    fn take_rhythms(&mut self, sentence: &mut Sentence) -> Result<(), Misread> {
        for rhythm in mem::take(&mut self.rhythms) {
            sentence.add_rhythm(rhythm)?;
        }
        let several = self.groups.iter().filter(|group| !group.closed).count() > 1;
        let plain = matches!(
            sentence.rhythm,
            None | Some(Rhythm::Weeks(1) | Rhythm::Months(1))
        );
        if several && !plain {
            return Err(Misread::Together);
        }
        Ok(())
    }
}

/// A part of the day stands for the hours where there are none.
fn with_part(mut group: Group) -> Result<Group, Misread> {
    if let (true, Some(part)) = (group.hours.is_empty(), group.part) {
        if group.part_of_last && group.days.len() > 1 {
            return Err(Misread::Together);
        }
        group.remarks.insert(0, part.german().to_owned());
    }
    if group.is_empty() && !group.remarks.is_empty() {
        return Err(Misread::Together);
    }
    Ok(group)
}
