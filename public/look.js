// How the page looks before anything of it is drawn: as the user has chosen, and from the side that the language is
// written from. The page waits for this script, so it does nothing else. See `platform/display.rs` and `page.rs`.
(() => {
  'use strict';

  const root = document.documentElement;
  try {
    for (const name of ['theme', 'contrast', 'text']) {
      const value = localStorage.getItem(`raupe.${name}`);
      if (value) root.dataset[name] = value;
    }
    root.dir = localStorage.getItem('raupe.direction') ?? root.dir;
  } catch (error) {
    // Storage may be missing: then the page looks as the device wants it.
    console.warn(error);
  }
})();
