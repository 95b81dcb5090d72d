// A feed's records as an app would hold them, and the counting that goes with filters.
//
// Written from the README's table of HSDS fields and from nothing of the core: what is said here about
// who is meant by an offer is what the core is held against.

// Each month below three years, then each year: the ages that the app offers.
export const AGES = [
  ...Array.from({ length: 36 }, (_, month) => month),
  ...Array.from({ length: 25 }, (_, year) => (year + 3) * 12),
];
// Phases of life after pregnancy, in months.
const PHASES = [[0, 11], [12, 35], [36, 71], [72, 119], [120, 191], [192, 335]];
const OLDEST = 120 * 12;

// The page's services, in its order.
export function read(json) {
  const page = JSON.parse(json);
  return page.contents.map((service, at) => record(service, at, page.raupe.region));
}

function record(service, at, region) {
  const [min, max] = months(service);
  const areas = service.service_areas.map((area) => area.name);
  const topics = (service.attributes ?? [])
    .filter(({ taxonomy_term: term }) => term.taxonomy === "Thema")
    .map(({ taxonomy_term: term }) => term.name);
  const places = [...new Set(areas)].filter((name) => name !== region);
  const houses = (service.service_at_locations ?? []).map(({ location }) => location.name);
  return {
    id: at,
    title: service.name,
    text: [service.description, service.organization?.name, ...houses, ...places, ...topics]
      .filter(Boolean).join(" "),
    min,
    max,
    languages: service.languages.map(({ code }) => code),
    places,
    everywhere: areas.includes(region),
    topics,
  };
}

// A whole number at the end counts completed years, a fraction is exact.
function months({ minimum_age: from = 0, maximum_age: to }) {
  const last = to === undefined ? OLDEST
    : Number.isInteger(to) ? (to + 1) * 12 - 1 : Math.round(to * 12);
  return [Math.round(from * 12), last];
}

export function slug(name) {
  const umlauts = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  return name.toLowerCase().replace(/[äöüß]/g, (letter) => umlauts[letter]).replace(/[^a-z0-9]+/g, "-");
}

// Text as it is compared: lower case, without accents.
export function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
}

// Whether a record passes a query's filters, each by itself: an offer for everybody in the region is
// in every neighbourhood.
export const isForAge = (record, query) => record.min <= query.months && query.months <= record.max;
export const isInLanguage = (record, query) => record.languages.includes(query.language);
export const isAtPlace = (record, query) =>
  query.place === undefined || record.everywhere || record.places.includes(query.place);
export const passes = (record, query) =>
  isForAge(record, query) && isInLanguage(record, query) && isAtPlace(record, query);

// How many records each option has. Options and their numbers are known beforehand.
export class Counter {
  constructor(records) {
    const numbered = (names) => new Map([...new Set(names)].map((name, at) => [name, at]));
    this.languages = numbered(records.flatMap((record) => record.languages));
    this.places = numbered(records.flatMap((record) => record.places));
    this.topics = numbered(records.flatMap((record) => record.topics));
    this.options = records.map((record) => ({
      // The first age that it is for, and the one after the last.
      from: AGES.findIndex((age) => age >= record.min),
      to: AGES.findLastIndex((age) => age <= record.max) + 1,
      phases: phases(record),
      languages: record.languages.map((name) => this.languages.get(name)),
      places: record.places.map((name) => this.places.get(name)),
      topics: record.topics.map((name) => this.topics.get(name)),
      everywhere: record.everywhere,
    }));
  }

  // Counts of nothing.
  start() {
    return {
      starts: new Uint32Array(AGES.length + 1),
      ends: new Uint32Array(AGES.length + 1),
      phases: new Uint32Array(PHASES.length),
      languages: new Uint32Array(this.languages.size),
      places: new Uint32Array(this.places.size),
      topics: new Uint32Array(this.topics.size),
      everywhere: 0,
    };
  }

  age(counts, at) {
    const { from, to, phases } = this.options[at];
    if (from >= 0 && from < to) {
      counts.starts[from] += 1;
      counts.ends[to] += 1;
    }
    for (const phase of phases) counts.phases[phase] += 1;
  }

  language(counts, at) {
    for (const option of this.options[at].languages) counts.languages[option] += 1;
  }

  place(counts, at) {
    if (this.options[at].everywhere) counts.everywhere += 1;
    else for (const option of this.options[at].places) counts.places[option] += 1;
  }

  topic(counts, at) {
    for (const option of this.options[at].topics) counts.topics[option] += 1;
  }

  // Counts a hit in every filter.
  hit(counts, at) {
    this.age(counts, at);
    this.language(counts, at);
    this.place(counts, at);
    this.topic(counts, at);
  }

  // Turns beginnings and ends of ages into counts, and spreads what is everywhere.
  finish(counts) {
    const ages = new Uint32Array(AGES.length);
    let meant = 0;
    for (let at = 0; at < AGES.length; at += 1) {
      meant += counts.starts[at] - counts.ends[at];
      ages[at] = meant;
    }
    return {
      phases: counts.phases,
      ages,
      languages: counts.languages,
      places: counts.places.map((count) => count + counts.everywhere),
      topics: counts.topics,
    };
  }
}

function phases({ min, max }) {
  return [...PHASES.keys()].filter((at) => min <= PHASES[at][1] && max >= PHASES[at][0]);
}
