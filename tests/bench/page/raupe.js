// Raupe's own engine, as another engine: see engines.js.

// A WebAssembly instance of its own: memory only ever grows, so that it must be fresh to be measured.
let instances = 0;
export async function load() {
  instances += 1;
  const module = await import(`/engine/raupe_bench_engine.js?${instances}`);
  const { memory } = await module.default({ module_or_path: "/engine/raupe_bench_engine_bg.wasm" });
  return { Engine: module.Engine, memory };
}

export class Raupe {
  name = "**Raupe**";
  note = "";
  disjunctive = true;

  // An index over the directory that `engine` holds. Queries are found by their links.
  constructor(engine) {
    this.engine = engine;
    // The generator numbers its ids: `b000042` is the record at position 42.
    this.records = engine.ids().split("\n").map((id) => Number(id.slice(1)));
  }

  prepare(queries) {
    this.numbers = new Map(queries.map(({ link }, at) => [link, at]));
    this.engine.prepare(queries.map(({ link }) => link).join("\n"));
  }

  // The answer stays in WebAssembly, where the client makes its views; only the total comes out.
  search(query, limit) {
    const number = this.numbers.get(query.link);
    if (limit !== undefined) return { total: this.engine.total(number) };
    const hits = Array.from(this.engine.hits(number), (at) => this.records[at]);
    return { hits, total: hits.length, counts: this.engine.counts(number) };
  }
}
