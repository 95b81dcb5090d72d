"""A second opinion on the calendar of raupe-core, by other people's libraries.

Writes `cases.json` beside this file: schedules as a feed writes them, with the dates that
python-dateutil gives for them; states of the door, found minute by minute; the public holidays of
`holidays`; the clock of `zoneinfo`. `src/core/calendar/tests/judged.rs` reads it and compares.

    python3 -m venv venv && venv/bin/pip install python-dateutil==2.9.0.post0 holidays==0.109 tzdata==2026.6
    PYTHONTZPATH= venv/bin/python tests/calendar/judge.py

The same versions write the same file: all that is random is seeded. The file says which wrote it.
"""

import itertools
import json
import pathlib
import platform
import random
from datetime import date, datetime, time, timedelta, timezone
from importlib.metadata import version
from zoneinfo import ZoneInfo

import holidays
from dateutil import rrule
from dateutil.easter import easter

SEED = 20261122
BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
STATES = ["ni", "nw"]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SLUGS = {
    "Neujahr": "new-year",
    "Karfreitag": "good-friday",
    "Ostermontag": "easter-monday",
    "Erster Mai": "labour-day",
    "Christi Himmelfahrt": "ascension",
    "Pfingstmontag": "whit-monday",
    "Fronleichnam": "corpus-christi",
    "Tag der Deutschen Einheit": "german-unity",
    "Reformationstag": "reformation",
    "Allerheiligen": "all-saints",
    "Erster Weihnachtstag": "christmas",
    "Zweiter Weihnachtstag": "second-christmas",
}


# --- Holidays ---------------------------------------------------------------------------------


def public(state, years):
    return holidays.Germany(subdiv=state.upper(), years=years, language="de")


PUBLIC = {state: set(public(state, range(2015, 2041))) for state in STATES}


def school_holidays():
    """Made up, in the shape of real ones."""
    for year in range(2023, 2031):
        summer = date(year, 7, 1) + DAY * ((year * 5) % 20)
        autumn = date(year, 10, 4) + DAY * (year % 7)
        yield "Osterferien", easter(year) - 13 * DAY, easter(year) + 2 * DAY
        yield "Sommerferien", summer, summer + 41 * DAY
        yield "Herbstferien", autumn, autumn + 12 * DAY
        yield "Weihnachtsferien", date(year, 12, 23), date(year + 1, 1, 6)
        yield "Brückentag", easter(year) + 40 * DAY, easter(year) + 40 * DAY


SCHOOL = list(school_holidays())
NO_SCHOOL = {
    first + DAY * day for _, first, last in SCHOOL for day in range((last - first).days + 1)
}


# --- Dates of a schedule ----------------------------------------------------------------------


def day_of(text):
    return date.fromisoformat(text) if text else None


def weekday(code):
    number, day = code[:-2], getattr(rrule, code[-2:])
    return day(int(number)) if number else day


def dates(row, state, first, last):
    """The dates of a schedule within a window, or None if the row does not tell its days."""
    start, valid_from = day_of(row.get("dtstart")), day_of(row.get("valid_from"))
    byday, bymonthday = row.get("byday", []), row.get("bymonthday", [])
    byweekno = [int(week) for week in row.get("byweekno", "").split(",") if week]
    freq, interval, count = row.get("freq"), row.get("interval", 1), row.get("count")
    if freq not in ("WEEKLY", "MONTHLY", None):
        return None
    if freq is None and not byday:
        # What is repeated without a word of weeks or months is not understood.
        if start is None or interval > 1 or (count or 1) > 1:
            return None
        rule = [start]
    else:
        if freq != "MONTHLY":
            byday, bymonthday = [day[-2:] for day in byday], []
        if start is None and (interval > 1 or not byday + bymonthday):
            return None
        if start is None and valid_from is None and count:
            return None
        # Without either, each week and month counts, from wherever.
        beginning = start or valid_from or first - 400 * DAY
        rule = dates_of_rule(freq or "WEEKLY", interval, byday, bymonthday, byweekno, beginning, count, last)
    limits = [day_of(row.get(key)) for key in ("until", "valid_to")]
    left_out = {day_of(day) for day in row.get("exdates", [])}
    left_out |= PUBLIC[state] if "PH" in row.get("skip", []) else set()
    left_out |= NO_SCHOOL if "SH" in row.get("skip", []) else set()
    return [
        day
        for day in rule
        if first <= day <= last
        and (valid_from is None or valid_from <= day)
        and all(limit is None or day <= limit for limit in limits)
        and day not in left_out
    ]


def dates_of_rule(freq, interval, byday, bymonthday, byweekno, beginning, count, last):
    def rule(byday, **limit):
        days = rrule.rrule(
            getattr(rrule, freq),
            dtstart=datetime.combine(beginning, time()),
            interval=interval,
            wkst=rrule.MO,
            byweekday=[weekday(day) for day in byday] or None,
            bymonthday=bymonthday or None,
            byweekno=byweekno or None,
            **limit,
        )
        days = (day.date() for day in days)
        return list(itertools.takewhile(lambda day: day <= last, days))

    plain = [day for day in byday if len(day) == 2]
    numbered = [day for day in byday if len(day) > 2]
    if not plain or not numbered:
        # dateutil counts itself, and ends where count and end come together.
        return rule(byday, count=count) if count else rule(byday, until=datetime.combine(last, time()))
    # RFC 5545 takes days that are in either; dateutil only those that are in both.
    end = datetime.combine(last, time())
    days = sorted({*rule(plain, until=end), *rule(numbered, until=end)})
    return days[:count] if count else days


# --- The door ---------------------------------------------------------------------------------


def clock(text):
    return time.fromisoformat(text) if text else None


def spans(rows, state, now):
    """Beginning and end of each date, from two days ago on; either may be None."""
    today = now.date()
    for row in rows:
        opens, closes = clock(row.get("opens_at")), clock(row.get("closes_at"))
        for day in dates(row, state, today - 2 * DAY, today + 731 * DAY):
            begin = opens and datetime.combine(day, opens)
            end = closes and datetime.combine(day, closes)
            if end and end <= (begin or datetime.combine(day, time())):
                end += DAY
            yield day, begin, end


def door(rows, state, now):
    all_spans = list(spans(rows, state, now))
    whole = [(begin, end) for _, begin, end in all_spans if begin and end]
    near = [span for span in whole if span[0] <= now + 9 * DAY]

    def is_open(moment):
        return any(begin <= moment < end for begin, end in near)

    later = lambda minutes: now + timedelta(minutes=minutes)
    if is_open(now):
        week = 7 * 24 * 60
        closing = (later(m) for m in range(1, week) if not is_open(later(m)))
        until = next(closing, None)
        return f"open {until:%Y-%m-%dT%H:%M}" if until else "open"
    begins = sorted(begin for _, begin, _ in all_spans if begin and begin > now)
    if begins and begins[0] <= later(60):
        return f"soon {begins[0]:%Y-%m-%dT%H:%M}"
    for day, begin, end in all_spans:
        midnight = datetime.combine(day + DAY, time())
        if (begin is None or end is None) and (
            (begin or datetime.combine(day, time())) <= now < (end or midnight)
        ):
            return "unknown"
    later_days = sorted(day for day, begin, _ in all_spans if day > now.date() or (begin or now) > now)
    return f"closed {later_days[0]}" if later_days else "closed"


# --- Random cases -----------------------------------------------------------------------------


def chance(share):
    return random.random() < share


def some(values, most):
    return random.sample(values, random.randint(1, most))


def any_day(first=date(2024, 1, 1), days=1200):
    return first + DAY * random.randrange(days)


def random_row():
    row = {}
    freq = random.choice(["WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", None])
    if freq:
        row["freq"] = freq
    start = any_day(date(2021, 1, 1), 1900) if chance(0.7) else None
    if start:
        row["dtstart"] = str(start)
    if freq != "MONTHLY":
        if chance(0.85 if freq else 0.5):
            row["byday"] = some(DAYS, 3)
    else:
        kind = random.choice(["nth", "nth", "plain", "days", "mixed", "both", "none"])
        nth = [f"{n}{day}" for n in (1, 2, 3, 4, 5, -1, -2, -3, -4, -5) for day in DAYS]
        if kind in ("nth", "mixed"):
            row["byday"] = some(nth, 3)
        if kind in ("plain", "both"):
            row["byday"] = some(DAYS, 2)
        if kind == "mixed":
            row["byday"] += some(DAYS, 1)
        if kind in ("days", "both"):
            row["bymonthday"] = some([*range(1, 32), *range(-31, 0), 13, 29, 30, 31, -1], 4)
        if kind == "both" and chance(0.5):
            row["byday"] = some(nth, 4)
            row["bymonthday"] = list(range(8, 22))
    if chance(0.5):
        row["interval"] = random.choice([1, 2, 2, 2, 3, 4, 6, 12])
    if chance(0.3):
        row["count"] = random.choice([1, 2, 3, 5, 10, 24, 60])
    if chance(0.2):
        row["until"] = str(any_day())
    if chance(0.25):
        valid = sorted([any_day(), any_day()])
        row["valid_from"] = str(valid[0])
        if chance(0.7):
            row["valid_to"] = str(valid[1])
    # A reader need not understand a span that ends before it begins.
    if row.get("until", "9") < row.get("valid_from", "0"):
        del row["until"]
    if chance(0.4):
        row["skip"] = random.choice([["PH"], ["SH"], ["SH", "PH"]])
    return row


def random_weeks():
    """Even or odd calendar weeks."""
    row = random_row()
    row.pop("bymonthday", None)
    row.pop("interval", None)
    first = random.choice([1, 2])
    row |= {"freq": "WEEKLY", "byweekno": ",".join(map(str, range(first, 54, 2)))}
    # Without days, dateutil takes all of a week.
    row["byday"] = some(DAYS, 3)
    return row


def judged_rules(random_row=random_row):
    while True:
        row, state = random_row(), random.choice(STATES)
        first = any_day(date(2024, 6, 1), 900)
        last = first + DAY * random.choice([0, 6, 30, 120, 365, 730])
        found = dates(row, state, first, last)
        if found is None and chance(0.5):
            continue
        if not found and found is not None and chance(0.8):
            continue
        if found and chance(0.4):
            row["exdates"] = [str(day) for day in some(found, min(3, len(found)))]
            row["exdates"].append(str(any_day()))
        # Long lists show nothing that shorter ones do not.
        if found and len(found) > 40:
            last = found[39]
        found = dates(row, state, first, last)
        yield {
            "schedule": row,
            "state": state,
            "from": str(first),
            "to": str(last),
            "dates": None if found is None else " ".join(map(str, found)),
        }


def random_hours(row):
    clocks = ["00:00", "08:30", "09:00", "12:00", "12:30", "17:00", "22:00", "23:30"]
    if chance(0.95):
        row["opens_at"] = random.choice(clocks)
    if chance(0.9):
        row["closes_at"] = random.choice(clocks)
    return row


def judged_doors():
    while True:
        rows = []
        while len(rows) < random.choice([1, 1, 2, 3]):
            row = random_hours(random_row())
            if row.get("freq") and row not in rows and dates(row, "ni", date(2026, 1, 1), date(2026, 1, 2)) is not None:
                rows.append(row)
        if chance(0.05):
            rows = [{"freq": "WEEKLY", "byday": DAYS, "opens_at": "00:00", "closes_at": "00:00"}]
        state, day = random.choice(STATES), any_day(date(2025, 6, 1), 500)
        row = random.choice(rows)
        if days := dates(row, state, day, day + 100 * DAY):
            # On it, the day after, and some that are not.
            day = days[0] + DAY * random.choice([0, 0, 0, 1, -1])
        edges = [clock(row.get(key)) for key in ("opens_at", "closes_at") if row.get(key)]
        edge = random.choice(edges or [time(12)])
        now = datetime.combine(day, edge)
        now += timedelta(minutes=random.choice([0, 1, -1, 30, -30, -59, -60, -61, 180, -180]))
        answer = door(rows, state, now)
        if answer.startswith("closed") and chance(0.6):
            continue
        yield {"schedules": rows, "state": state, "now": f"{now:%Y-%m-%dT%H:%M}", "door": answer}


# --- The clock --------------------------------------------------------------------------------


def millis(moment):
    return (moment - EPOCH) // timedelta(milliseconds=1)


def shown(instant):
    return (EPOCH + timedelta(milliseconds=instant)).astimezone(BERLIN).replace(tzinfo=None)


def changes(years):
    hour = timedelta(hours=1)
    moment, end = (datetime(year, 1, 1, tzinfo=timezone.utc) for year in (years[0], years[-1] + 1))
    while moment < end:
        before, after = ((at).astimezone(BERLIN).utcoffset() for at in (moment - hour, moment))
        if before != after:
            yield moment, after > before
        moment += hour


def judged_clock():
    instants, readings = [], []
    for change, is_summer in changes(range(2020, 2036)):
        at = millis(change)
        instants += [at + off for off in (-7_200_000, -3_600_000, -1, 0, 1, 3_599_999, 3_600_000)]
        midnight = datetime.combine(change.date(), time())
        for half_hour in range(12):
            wall = midnight + half_hour * timedelta(minutes=30)
            in_gap = is_summer and wall.hour == 2
            instant = at if in_gap else millis(wall.replace(tzinfo=BERLIN, fold=0))
            readings.append([wall.isoformat(), instant])
    first, last = (millis(datetime(year, 1, 1, tzinfo=timezone.utc)) for year in (1996, 2041))
    instants += [random.randrange(first, last) for _ in range(200)]
    return [[at, shown(at).isoformat(timespec="milliseconds")] for at in instants], readings


def main():
    random.seed(SEED)
    wall_clocks, instants = judged_clock()
    public_days = {
        state: {
            year: " ".join(
                f"{day:%m-%d}={SLUGS[name]}" for day, name in sorted(public(state, [year]).items())
            )
            for year in range(2017, 2041)
        }
        for state in STATES
    }
    cases = {
        "made_by": {
            "python": platform.python_version(),
            "dateutil": version("python-dateutil"),
            "holidays": version("holidays"),
            "tzdata": version("tzdata"),
        },
        "school": [[name, str(first), str(last)] for name, first, last in SCHOOL],
        "rules": list(itertools.islice(judged_rules(), 500)),
        "doors": list(itertools.islice(judged_doors(), 250)),
        "weeks": list(itertools.islice(judged_rules(random_weeks), 150)),
        "public_holidays": public_days,
        "easter": [str(easter(year)) for year in range(1900, 2200)],
        "wall_clocks": wall_clocks,
        "instants": instants,
    }
    # A case a line, so that a change can be read.
    parts = []
    for name, part in cases.items():
        if isinstance(part, list):
            lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in part)
            parts.append(f"{json.dumps(name)}: [\n{lines}\n]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(part, indent=1)}")
    target = pathlib.Path(__file__).with_name("cases.json")
    target.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
