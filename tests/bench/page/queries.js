// What is asked, and what a good answer to it is: the oracle.
//
// Both come from the records' own words, never from an engine. An offer is relevant to a query if it
// passes the filters and
// - P: has a word that begins with the word asked for;
// - C: has a word that begins with the first word, and one that begins with the word from which the
//   second was made by one typing error;
// - K: has a word that the part asked for stands in.
// Words are compared in lower case and without accents.
import { AGES, fold, isForAge, passes, slug } from "./records.js";
import { Random } from "./random.js";

const LETTERS = "abcdefghijklmnoprstuwz";

export class Oracle {
  #words = new Map();
  #spellings = new Set();

  constructor(records) {
    this.records = records;
    for (const { id, title, text } of records) {
      const words = wordsOf(`${title} ${text}`).map((word) => word.toLowerCase());
      words.forEach((word) => this.#spellings.add(word));
      for (const word of new Set(words.map(fold))) {
        const offers = this.#words.get(word);
        if (offers) offers.push(id);
        else this.#words.set(word, [id]);
      }
    }
  }

  // The positions of the offers that have a word for which `is` is true.
  #having(is) {
    const offers = new Set();
    for (const [word, ids] of this.#words) if (is(word)) ids.forEach((id) => offers.add(id));
    return offers;
  }

  // Whether any word begins so.
  knows(beginning) {
    for (const word of this.#words.keys()) if (word.startsWith(beginning)) return true;
    return false;
  }

  // Whether other words begin so if accents do not count: as "mut" in "Mutter" and "Mütter". Engines
  // may see that one way or the other, so nobody is asked for it.
  isAmbiguous(beginning) {
    const folded = fold(beginning);
    for (const word of this.#spellings) {
      if (fold(word).startsWith(folded) && !word.startsWith(beginning)) return true;
    }
    return false;
  }

  relevant(query) {
    const found = query.meant.map(({ part, inside }) => this.#having(
      inside ? (word) => word.includes(part) : (word) => word.startsWith(part),
    ));
    const all = found.length ? [...found[0]] : this.records.map(({ id }) => id);
    return new Set(all.filter((id) =>
      found.every((offers) => offers.has(id)) && passes(this.records[id], query)));
  }
}

function wordsOf(text) {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

// `count` queries of each class. Each is made from an offer, so that something is to be found.
export function makeQueries(oracle, parts, count, seed) {
  const random = new Random(seed);
  const makers = { F: () => [], F2: () => [], P: prefix, C: prefixAndTypo, K: partOfCompound };
  const classes = {};
  for (const [name, maker] of Object.entries(makers)) {
    classes[name] = [];
    while (classes[name].length < count) {
      const record = random.any(oracle.records);
      const words = maker(random, record, oracle, parts);
      const months = random.any(AGES.filter((months) => isForAge(record, { months })));
      const hasPlace = record.places.length > 0;
      if (!words || months === undefined || (name === "F" && !hasPlace)) continue;
      classes[name].push(query({
        months,
        language: random.any(record.languages),
        place: name === "F" ? random.any(record.places) : undefined,
        text: words.map(({ asked }) => asked).join(" "),
        meant: words,
      }));
    }
  }
  return classes;
}

function query(query) {
  // Only offers in this language, as all the others filter.
  const link = [`age=${query.months}`, `lang=${query.language}`, "only=lang"];
  if (query.place) link.push(`place=${slug(query.place)}`);
  if (query.text) link.push(`q=${encodeURIComponent(query.text)}`);
  return { ...query, link: link.join("&") };
}

// A word that is worth typing.
function word(random, { title, text }, letters) {
  const words = wordsOf(`${title} ${title} ${text}`).filter((word) => word.length >= letters);
  return words.length ? random.any(words).toLowerCase() : undefined;
}

function prefix(random, record, oracle) {
  const whole = word(random, record, 5);
  const asked = whole?.slice(0, 3 + random.below(Math.min(6, whole.length - 3)));
  if (!asked || oracle.isAmbiguous(asked)) return undefined;
  return [{ asked, part: fold(asked) }];
}

function prefixAndTypo(random, record, oracle) {
  const [first] = prefix(random, record, oracle) ?? [];
  const whole = word(random, record, 6);
  if (!first || !whole || fold(whole).startsWith(first.part)) return undefined;
  const asked = typo(random, whole);
  // What begins some other word is no error: an engine is right to find that word.
  if (oracle.knows(fold(asked))) return undefined;
  return [first, { asked, part: fold(whole) }];
}

// One letter too many, too few, or wrong, or two in the wrong order; never the first.
function typo(random, whole) {
  const at = 1 + random.below(whole.length - 2);
  const [before, here, next, after] =
    [whole.slice(0, at), whole[at], whole[at + 1], whole.slice(at + 2)];
  const letter = LETTERS[random.below(LETTERS.length)];
  switch (random.below(4)) {
    case 0: return before + letter + here + next + after;
    case 1: return before + next + after;
    case 2: return before + letter + next + after;
    default: return before + next + here + after;
  }
}

// The last part of a compound, without what stands before it.
function partOfCompound(random, record, oracle, parts) {
  const compounds = wordsOf(`${record.title} ${record.text}`).map((word) => word.toLowerCase());
  const found = parts.filter((part) => part.length >= 5
    && compounds.some((word) => word.length >= part.length + 3 && word.endsWith(part)));
  if (!found.length) return undefined;
  const asked = random.any(found);
  return [{ asked, part: fold(asked), inside: true }];
}
