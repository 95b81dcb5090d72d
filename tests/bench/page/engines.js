// The search engines and how each is set up: as its own documentation advises for a list with filters,
// counts and a text field in which people make mistakes. The page of the documentation is named at each.
//
// An engine has a `name`, a `note` on what it does differently, and `build(bytes)`, from the feed's
// bytes to an index with `search(query, limit)`. A search returns the positions of the first `limit`
// offers, the total and the counts; with `limit` left out all positions, to judge them by.
//
// Raupe, the plain filter and itemsjs are `disjunctive`: they count as a user needs it, what another choice
// within the same filter would give. The others count over their hits, which is less work: Orama by itself,
// those that have no counts of their own in a plain loop (`counted`).
import uFuzzy from "@leeoniya/ufuzzy";
import * as orama from "@orama/orama";
import FlexSearch from "flexsearch";
import Fuse from "fuse.js";
import ItemsJS from "itemsjs";
import MiniSearch from "minisearch";

import { AGES, Counter, fold, isAtPlace, isForAge, isInLanguage, passes, read } from "./records.js";

const json = (bytes) => new TextDecoder().decode(bytes);

function counted(counter, ids, limit) {
  const counts = counter.start();
  for (const id of ids) counter.hit(counts, id);
  return {
    hits: limit === undefined ? ids : ids.slice(0, limit),
    total: ids.length,
    counts: counter.finish(counts),
  };
}

// What anybody would write first: one loop over all offers, text by `includes`. The counts are the
// same as Raupe's: an offer that fails a single filter counts in that filter.
const plain = {
  name: "plain JS filter",
  note: "",
  disjunctive: true,
  build(bytes) {
    const records = read(json(bytes));
    const counter = new Counter(records);
    const texts = records.map(({ title, text }) => fold(`${title} ${text}`));
    return {
      search(query, limit) {
        const words = fold(query.text).split(" ").filter(Boolean);
        const counts = counter.start();
        const hits = [];
        for (const record of records) {
          const { id } = record;
          if (!words.every((word) => texts[id].includes(word))) continue;
          const age = isForAge(record, query);
          const language = isInLanguage(record, query);
          const place = isAtPlace(record, query);
          if (age && language && place) {
            hits.push(id);
            counter.hit(counts, id);
          } else if (language && place) counter.age(counts, id);
          else if (age && place) counter.language(counts, id);
          else if (age && language) counter.place(counts, id);
        }
        return {
          hits: limit === undefined ? hits : hits.slice(0, limit),
          total: hits.length,
          counts: counter.finish(counts),
        };
      },
    };
  },
};

// https://lucaong.github.io/minisearch/ "Search options" and "Wildcard query": prefix and fuzzy
// matching as in its first example, all words must match, `filter` for what is not text.
const MINISEARCH = {
  fields: ["title", "text"],
  searchOptions: { boost: { title: 2 }, combineWith: "AND", prefix: true, fuzzy: 0.2 },
};

const minisearch = {
  name: "MiniSearch, fuzzy 0.2",
  note: "",
  build(bytes) {
    const records = read(json(bytes));
    const counter = new Counter(records);
    const index = new MiniSearch(MINISEARCH);
    index.addAll(records);
    return {
      search(query, limit) {
        const filter = ({ id }) => passes(records[id], query);
        const found = index.search(query.text || MiniSearch.wildcard, { filter });
        return counted(counter, found.map(({ id }) => id), limit);
      },
    };
  },
};

// https://github.com/itemsapi/itemsjs/blob/master/docs/minisearch-integration.md: MiniSearch finds the
// text, itemsjs filters its ids and counts. A range is not a facet there, so that every age an offer is
// for is a value; `*` is the place of offers for the whole region.
const itemsjs = {
  name: "itemsjs + MiniSearch",
  note: "",
  disjunctive: true,
  build(bytes) {
    const records = read(json(bytes)).map((record) => ({
      ...record,
      ages: AGES.filter((months) => isForAge(record, { months })),
      places: record.everywhere ? ["*", ...record.places] : record.places,
    }));
    const index = new MiniSearch(MINISEARCH);
    index.addAll(records);
    const facet = { size: 1000, conjunction: false };
    const items = ItemsJS(records, {
      native_search_enabled: false,
      custom_id_field: "id",
      aggregations: { ages: facet, languages: facet, places: facet, topics: facet },
    });
    return {
      search(query, limit) {
        const found = query.text ? { ids: index.search(query.text).map(({ id }) => id) } : {};
        const { data, pagination } = items.search({
          ...found,
          filters: {
            ages: [query.months],
            languages: [query.language],
            places: query.place ? [query.place, "*"] : [],
          },
          per_page: limit ?? records.length,
        });
        return {
          hits: data.items.map(({ id }) => id),
          total: pagination.total,
          counts: data.aggregations,
        };
      },
    };
  },
};

// https://github.com/nextapps-de/flexsearch#tokenizer-partial-match and doc/encoder.md: `forward` for
// beginnings of words, `LatinBalance` as in its first example. One index over title and text, since all
// words must match and fields are searched each by itself. Filters are applied to its ids: its tags know
// no ranges. Without text it has nothing to say, so that the plain loop answers.
const flexsearch = {
  name: "FlexSearch, forward",
  note: "filters over its hits",
  build(bytes) {
    const records = read(json(bytes));
    const counter = new Counter(records);
    const index = new FlexSearch.Index({
      tokenize: "forward",
      encoder: FlexSearch.Charset.LatinBalance,
    });
    for (const { id, title, text } of records) index.add(id, `${title} ${text}`);
    const all = records.map(({ id }) => id);
    return {
      search(query, limit) {
        const found = query.text ? index.search(query.text, { limit: records.length }) : all;
        return counted(counter, found.filter((id) => passes(records[id], query)), limit);
      },
    };
  },
};

// https://docs.orama.com/docs/orama-js/search and its pages "Typo Tolerance", "Threshold", "Filters",
// "Facets": one error, all words, ranges by `lte` and `gte`, places with `*` for the whole region. It searches
// all texts without being told; to name them in `properties` makes filtering without text twenty times slower.
const oramaEngine = {
  name: "Orama",
  note: "no counts of ages",
  async build(bytes) {
    const records = read(json(bytes));
    const index = orama.create({
      language: "german",
      schema: {
        title: "string",
        text: "string",
        min: "number",
        max: "number",
        languages: "enum[]",
        places: "enum[]",
        topics: "enum[]",
      },
    });
    const documents = records.map(({ id, everywhere, places, ...record }) => ({
      ...record,
      id: String(id),
      places: everywhere ? ["*", ...places] : places,
    }));
    await orama.insertMultiple(index, documents, 500);
    return {
      search(query, limit) {
        const where = {
          min: { lte: query.months },
          max: { gte: query.months },
          languages: { containsAny: [query.language] },
        };
        if (query.place) where.places = { containsAny: [query.place, "*"] };
        const found = orama.search(index, {
          term: query.text,
          boost: { title: 2 },
          tolerance: 1,
          threshold: 0,
          where,
          facets: { languages: {}, places: {}, topics: {} },
          limit: limit ?? records.length,
        });
        const answer = ({ hits, count, facets }) =>
          ({ hits: hits.map(({ id }) => Number(id)), total: count, counts: facets });
        return found instanceof Promise ? found.then(answer) : answer(found);
      },
    };
  },
};

// https://www.fusejs.io/token-search.html and its page "Options": token search with all words, anywhere
// in a text, accents ignored. The threshold is between the exact and the default one, which finds nearly
// everything in texts of this length. Its hits are filtered; without text the plain loop answers.
const fuse = {
  name: "Fuse.js",
  note: "filters over its hits",
  build(bytes) {
    const records = read(json(bytes));
    const counter = new Counter(records);
    const index = new Fuse(records, {
      keys: [{ name: "title", weight: 2 }, "text"],
      useTokenSearch: true,
      tokenMatch: "all",
      ignoreLocation: true,
      ignoreDiacritics: true,
      threshold: 0.3,
    });
    const all = records.map(({ id }) => id);
    return {
      search(query, limit) {
        const found = query.text ? index.search(query.text).map(({ refIndex }) => refIndex) : all;
        return counted(counter, found.filter((id) => passes(records[id], query)), limit);
      },
    };
  },
};

// https://github.com/leeoniya/uFuzzy#how-it-works: `SingleError` for mistakes, `latinize` for accents,
// terms in any order, ranked up to 1,000 hits as advised. It takes positions that other filters left; those
// it takes to have the text already if there is one term only, so that they are filtered by it before.
const ufuzzy = {
  name: "uFuzzy, prefiltered",
  note: "",
  build(bytes) {
    const records = read(json(bytes));
    const counter = new Counter(records);
    const latin = (text) => uFuzzy.latinize(text.replaceAll("ß", "ss"));
    const texts = records.map(({ title, text }) => latin(`${title} ${text}`));
    const engine = new uFuzzy({ intraMode: 1 });
    return {
      search(query, limit) {
        const left = [];
        for (const record of records) if (passes(record, query)) left.push(record.id);
        if (!query.text || !left.length) return counted(counter, left, limit);
        const needle = latin(query.text);
        const idxs = engine.split(needle).length > 1 ? left : engine.filter(texts, needle, left);
        const [found, info, order] = idxs.length ? engine.search(texts, needle, 5, 1e3, idxs) : [idxs];
        const ids = order ? order.map((at) => info.idx[at]) : found;
        return counted(counter, ids ?? [], limit);
      },
    };
  },
};

export const PEERS = [plain, minisearch, itemsjs, flexsearch, oramaEngine, fuse, ufuzzy];
