// The measuring itself: for each size, all engines in this one page, one after the other and round by
// round, so that what disturbs the machine disturbs them alike. Results go to the program that opened the
// page, which also tells how large the heap is and slows the processor.
import { load, Raupe } from "./raupe.js";
import { makeQueries, Oracle } from "./queries.js";
import { median, pause, timed } from "./clock.js";
import { PEERS } from "./engines.js";
import { read } from "./records.js";

const FIRST = 20;
const ROUNDS = 9;

async function post(path, value) {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(value ?? null) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
const tell = (line) => post("/progress", line);
const heap = () => post("/heap");

async function main() {
  const order = await (await fetch("/order")).json();
  // An engine that took too long for one size is not asked for the next.
  const tooSlow = new Map();
  for (const offers of order.sizes) {
    await post("/report", await measure(offers, order, tooSlow));
  }
}

async function measure(offers, order, tooSlow) {
  await tell(`${offers} offers: feed, oracle and queries`);
  const bytes = new Uint8Array(await (await fetch(`/feed/${offers}`)).arrayBuffer());
  const oracle = new Oracle(read(new TextDecoder().decode(bytes)));
  const classes = makeQueries(oracle, order.parts, order.queries, order.seed);
  const queries = Object.values(classes).flat();
  for (const query of queries) query.relevant = oracle.relevant(query);

  const engines = [await buildRaupe(bytes, queries)];
  for (const peer of PEERS) {
    const reason = tooSlow.get(peer.name);
    if (reason) engines.push({ name: peer.name, note: reason, built: [], heap: 0 });
    else engines.push(await buildPeer(peer, bytes));
  }
  const running = engines.filter(({ index }) => index);
  for (const engine of running) engine.classes = {};
  for (const [name, list] of Object.entries(classes)) {
    await judge(running, name, list, order);
    await race(running, name, list, order);
  }
  const next = order.sizes[order.sizes.indexOf(offers) + 1];
  for (const { name, classes } of next ? running : []) {
    const slowest = Math.max(...Object.values(classes).map(({ times }) => median(times.flat())));
    const expected = slowest * next / offers / 1000;
    if (expected > order.seconds) tooSlow.set(name, `not run: ${expected.toFixed(0)} s a query expected`);
  }
  const agreeing = agreement(running, classes.F.concat(classes.F2));
  const opening = await openStored(engines[0].image);
  const slowed = await slowDown(engines[0].index, classes);
  const rows = engines.map(({ name, note, disjunctive, built, heap, memory, image, classes }) => ({
    name, note, disjunctive: disjunctive ?? false, built, heap, memory, image: image?.length,
    classes: classes ?? {},
  }));
  return { offers, bytes: bytes.length, engines: rows, agreeing, opening, slowed };
}

// How often an index is built: the large ones once.
const builds = (bytes) => (bytes.length < 20e6 ? 3 : 1);

async function buildRaupe(bytes, queries) {
  await tell("Raupe: building");
  const built = [];
  let image;
  let peak;
  for (let time = 0; time < builds(bytes); time += 1) {
    const { Engine, memory } = await load();
    const before = memory.buffer.byteLength;
    const start = performance.now();
    const engine = Engine.build(bytes);
    built.push(performance.now() - start);
    peak = memory.buffer.byteLength - before;
    image = engine.image();
    engine.free();
  }
  // The client asks a directory that it has opened, so this one is asked as well.
  const { Engine, memory } = await load();
  const before = memory.buffer.byteLength;
  const index = new Raupe(Engine.open(image));
  index.prepare(queries);
  const opened = memory.buffer.byteLength - before;
  const { name, note, disjunctive } = index;
  return { name, note, disjunctive, built, heap: opened, memory: { peak, opened }, image, index };
}

async function buildPeer(peer, bytes) {
  await tell(`${peer.name}: building`);
  const before = await heap();
  const built = [];
  let index;
  for (let time = 0; time < builds(bytes); time += 1) {
    index = undefined;
    await pause();
    const start = performance.now();
    index = await peer.build(bytes);
    built.push(performance.now() - start);
  }
  const after = await heap();
  return { ...peer, built, heap: after - before, index };
}

// Each engine's answers held against the oracle. It warms them up as well.
async function judge(engines, name, queries, { seconds }) {
  for (const engine of engines) {
    await tell(`${engine.name}: answers to ${name}`);
    const judged = [];
    const start = performance.now();
    for (const query of queries) {
      const { hits } = await engine.index.search(query);
      const right = (id) => query.relevant.has(id);
      const first = hits.slice(0, FIRST);
      judged.push({
        relevant: query.relevant.size,
        found: hits.length,
        right: hits.filter(right).length,
        first: first.length,
        first_right: first.filter(right).length,
      });
      await pause();
      if (performance.now() - start > seconds * 1000) break;
    }
    engine.classes[name] = { judged, times: queries.map(() => []) };
  }
}

// The same queries for all engines, round by round, the order of the engines turned by one each time.
async function race(engines, name, queries, { seconds }) {
  await tell(`timing ${name}`);
  const spent = new Map(engines.map((engine) => [engine, 0]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round % engines.length;
    const turned = [...engines.slice(first), ...engines.slice(0, first)];
    for (const engine of turned) {
      for (const [at, query] of queries.entries()) {
        if (spent.get(engine) > seconds * 1000) break;
        const start = performance.now();
        engine.classes[name].times[at].push(await timed(() => engine.index.search(query, FIRST)));
        spent.set(engine, spent.get(engine) + performance.now() - start);
      }
      await pause();
    }
  }
}

// Of how many queries Raupe and the plain filter give the same total and the same counts.
function agreement([raupe, plain], queries) {
  const same = queries.filter((query) => {
    const [one, other] = [raupe.index.search(query), plain.index.search(query)];
    const { phases, ages, languages, places, topics } = other.counts;
    const counts = [...phases, ...ages, ...languages, ...places, ...topics];
    return one.total === other.total && sorted([...one.counts]) === sorted([0, ...counts]);
  });
  return { same: same.length, of: queries.length };
}

// The options stand in another order there.
const sorted = (counts) => counts.sort((one, other) => one - other).join(" ");

// How long a stored image takes into WebAssembly, and how long a bare Blob takes out of the database.
async function openStored(image) {
  await tell("opening the stored image");
  const database = await request(Object.assign(indexedDB.open("bench", 1), {
    onupgradeneeded: ({ target }) => target.result.createObjectStore("images"),
  }));
  const write = database.transaction("images", "readwrite");
  write.objectStore("images").put(new Blob([image]), "image");
  await new Promise((resolve, reject) => Object.assign(write, { oncomplete: resolve, onabort: reject }));
  const blob = async () => {
    const store = database.transaction("images").objectStore("images");
    return (await request(store.get("image"))).arrayBuffer();
  };
  const { Engine } = await load();
  const times = { blob: [], opened: [] };
  for (let round = 0; round < 16; round += 1) {
    const start = performance.now();
    await blob();
    const read = performance.now();
    const engine = Engine.open(new Uint8Array(await blob()));
    const opened = performance.now();
    engine.free();
    // The first round has its own costs: files to open, code to compile.
    if (round > 0) {
      times.blob.push(read - start);
      times.opened.push(opened - read);
    }
  }
  database.close();
  return times;
}

function request(request) {
  return new Promise((resolve, reject) => Object.assign(request, {
    onsuccess: () => resolve(request.result),
    onerror: () => reject(request.error),
  }));
}

// Raupe alone with the processor slowed, for the budgets: ms a query, each time over all queries. A slowed
// page stands still again and again, so that only long stretches can be timed.
async function slowDown(index, classes) {
  await post("/slow", 4);
  const slowed = {};
  for (const [name, queries] of Object.entries(classes)) {
    const means = [];
    const begin = performance.now();
    while (means.length < 3 || performance.now() - begin < 1000) {
      const start = performance.now();
      for (const query of queries) index.search(query, FIRST);
      means.push((performance.now() - start) / queries.length);
      await pause();
    }
    slowed[name] = median(means);
  }
  await post("/slow", 1);
  return slowed;
}

main().then(
  () => post("/end", null),
  (error) => post("/end", `${error.message}\n${error.stack}`),
);
