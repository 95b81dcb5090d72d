// What cannot wait for the page to be read: what its address says, how it looks, and what takes longest to come.
//
// Nothing is drawn before this has run, so it does nothing else.
(() => {
  'use strict';

  const { wasm } = document.currentScript.dataset;
  const root = document.documentElement;
  const base = new URL(root.dataset.base, document.baseURI);

  // What somebody looks for stands behind `#`, which no browser sends anywhere. In earlier links it is behind `?`: those
  // are put right before anything is asked for.
  if (location.search) {
    history.replaceState(null, '', location.pathname + (location.hash || `#${location.search.slice(1)}`));
  }

  const stored = (key) => {
    // Storage may be missing, and then asking for it fails. Several counties may live on one host; see
    // `platform/memory.rs`.
    try {
      return localStorage.getItem(`raupe.${key} ${base.pathname}`);
    } catch {
      return null;
    }
  };

  // As the user has chosen, and from the side that the language is written from; see `platform/display.rs` and `page.rs`.
  for (const name of ['theme', 'contrast', 'text']) {
    const value = stored(name);
    if (value) root.dataset[name] = value;
  }
  root.dir = stored('direction') ?? root.dir;

  if (typeof WebAssembly !== 'object') return;

  // All that the client needs to begin with, at the same time. `boot.js` takes the program, `net/early.rs` the texts;
  // what has not come well they ask for themselves. Not by preload links: WebKit fetches those a second time.
  const text = (path) => fetch(new URL(path, base), { cache: 'no-cache' })
    .then((response) => (response.ok && !response.redirected ? response.text() : null))
    .catch(() => null);
  // A guess: the client knows better, see `platform/language.rs`.
  const spoken = [stored('language'), ...navigator.languages].map((tag) => tag?.split('-')[0]);
  const language = spoken.find((tag) => ['de', 'en', 'ar'].includes(tag)) ?? 'de';
  const program = fetch(new URL(wasm, document.baseURI));
  program.catch(() => {});
  const texts = Object.fromEntries(['region.json', `locales/${language}.json`].map((path) => [path, text(path)]));
  window.raupeEarly = { program, texts };
})();
