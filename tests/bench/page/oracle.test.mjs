// What the oracle takes for a good answer, by hand. `node --test` runs it.
import assert from "node:assert/strict";
import test from "node:test";

import { makeQueries, Oracle } from "./queries.js";
import { Counter, read } from "./records.js";

const service = (id, name, description, more = {}) => ({
  id,
  name,
  description,
  minimum_age: 0,
  maximum_age: 2,
  languages: [{ code: "de" }],
  service_areas: [{ name: "Lindenhagen" }],
  attributes: [{ taxonomy_term: { name: "Beratung", taxonomy: "Thema" } }],
  ...more,
});

const records = read(JSON.stringify({
  raupe: { region: "Landkreis" },
  contents: [
    service("0", "Stillgruppe", "Mütter treffen sich."),
    service("1", "Elterncafé", "Für alle, auch mit Geschwistern."),
    service("2", "Gruppe für Väter", "Mit Spielen.", { service_areas: [{ name: "Landkreis" }] }),
    service("3", "Elternkurs", "Abends.", { minimum_age: 0.5, maximum_age: 1.5 }),
    service("4", "Stillgruppe", "Auf Türkisch.", { languages: [{ code: "tr" }] }),
  ],
}));
const oracle = new Oracle(records);
const found = (meant, more) =>
  [...oracle.relevant({ months: 3, language: "de", meant, ...more })].sort();

test("ages in years become months as the README says", () => {
  assert.deepEqual(records.map(({ min, max }) => [min, max]).slice(2), [[0, 35], [6, 18], [0, 35]]);
});

test("words are found by their beginnings, parts of compounds anywhere, and all must be there", () => {
  assert.deepEqual(found([]), [0, 1, 2]);
  assert.deepEqual(found([{ part: "gruppe" }]), [2]);
  assert.deepEqual(found([{ part: "gruppe", inside: true }]), [0, 2]);
  assert.deepEqual(found([{ part: "elternc" }, { part: "geschwister" }]), [1]);
  assert.deepEqual(found([{ part: "cafe" }]), []);
  assert.deepEqual(found([{ part: "eltern" }], { months: 7 }), [1, 3]);
});

test("an offer for the whole region is in every neighbourhood", () => {
  assert.deepEqual(found([], { place: "Birkenhagen" }), [2]);
  const counter = new Counter(records);
  const counts = counter.start();
  for (const { id } of records) counter.hit(counts, id);
  const { ages, places, languages } = counter.finish(counts);
  assert.deepEqual([...places], [5]);
  assert.deepEqual([...languages], [4, 1]);
  assert.deepEqual([ages[0], ages[6], ages[19], ages[36]], [4, 5, 4, 0]);
});

test("each query has an answer, and the same seed gives the same queries", () => {
  const make = () => makeQueries(oracle, ["gruppe"], 5, 1);
  const classes = make();
  assert.deepEqual(classes, make());
  for (const query of Object.values(classes).flat()) assert.ok(oracle.relevant(query).size > 0);
  assert.ok(classes.C.every(({ text, meant }) => !text.endsWith(meant[1].part)));
});
