// Starts the client, and speaks for it when it cannot: no WebAssembly, nothing loaded, or a crash.
//
// What follows from crashes is decided here alone. They are counted in `localStorage`, and the count is forgotten once
// the client has run well for a while. After the second one in a row the crash screen leads to the plain list, and the
// next start says `data-start="earlier"` in the page: the client then opens the generation before the current one.
// From there on only the client ends it, with the event `raupe-recovered`.
//
// Plain DOM and text only. It must work when the style sheets are missing, too, and it keeps to the content
// security policy: no markup from strings, no inline styles in markup.
(() => {
  'use strict';

  const { js, wasm } = document.currentScript.dataset;
  const root = document.documentElement;
  const app = document.getElementById('app');

  // Absolute before the client changes the page's address.
  const base = new URL(root.dataset.base, document.baseURI);
  const list = new URL('feed/offers.html', base).href;

  // Several counties may live on one host; see `platform/memory.rs`.
  const keyed = (key) => `raupe.${key} ${base.pathname}`;

  const stored = (key) => {
    // Storage may be missing, and then asking for it fails.
    try {
      return localStorage.getItem(keyed(key));
    } catch {
      return null;
    }
  };

  // How old the stored offers are, in the words of the last visit: the client says it anew.
  const asOf = stored('as-of');
  if (asOf) document.getElementById('boot-as-of').textContent = asOf;

  // The browser's question whether to install the app can come before the client runs; see `platform/install.rs`.
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    window.raupeInstall = event;
  });

  const crashes = {
    TOO_MANY: 2,
    FORGOTTEN_AFTER_MS: 20_000,
    KEY: keyed('crashes'),
    // Without storage they are not counted.
    count() {
      return Number(stored('crashes')) || 0;
    },
    add() {
      try {
        localStorage.setItem(this.KEY, this.count() + 1);
      } catch (error) {
        console.warn(error);
      }
    },
    forget() {
      try {
        localStorage.removeItem(this.KEY);
      } catch (error) {
        console.warn(error);
      }
    },
    areTooMany() {
      return this.count() >= this.TOO_MANY;
    },
  };

  // The client changes the page's address. What the page links to, icons above all, must not move with it.
  for (const link of document.querySelectorAll('link[href]')) link.href = link.href;

  const HELP = {
    de: 'In Not: 112. Ärztlicher Bereitschaftsdienst: 116 117.',
    en: 'In an emergency: 112. Doctor on call: 116 117.',
    ar: 'في حالة الطوارئ: 112. الطبيب المناوب: \u2066116 117\u2069.',
  };

  const UNSUPPORTED = {
    de: ['Raupe läuft in diesem Browser nicht', 'Dem Browser fehlt WebAssembly. Die Liste aller Angebote können Sie trotzdem lesen, dafür brauchen Sie Internet.'],
    en: ['Raupe does not run in this browser', 'The browser lacks WebAssembly. You can still read the list of all offers, but you need the internet for that.'],
    ar: ['لا يعمل Raupe في هذا المتصفح', 'ينقص المتصفح WebAssembly. يمكنكم مع ذلك قراءة قائمة كل العروض، وتحتاجون لذلك إلى الإنترنت.'],
  };

  const NOT_LOADED = {
    de: ['Raupe konnte nicht geladen werden', 'Bitte prüfen Sie die Verbindung und laden Sie die Seite neu.', 'Neu laden'],
    en: ['Raupe could not be loaded', 'Please check the connection and load the page again.', 'Load again'],
    ar: ['تعذّر تحميل Raupe', 'يرجى التحقق من الاتصال وتحميل الصفحة من جديد.', 'تحميل من جديد'],
  };

  const CRASHED = {
    de: ['Es ist ein Fehler aufgetreten', 'Bitte laden Sie die Seite neu. Ihre Daten auf diesem Gerät bleiben erhalten.', 'Neu laden'],
    en: ['Something went wrong', 'Please load the page again. Your data on this device is kept.', 'Load again'],
    ar: ['حدث خطأ', 'يرجى تحميل الصفحة من جديد. تبقى بياناتكم محفوظة على هذا الجهاز.', 'تحميل من جديد'],
  };

  const LIST = { de: 'Liste ohne App ansehen', en: 'See the list without the app', ar: 'مشاهدة القائمة دون التطبيق' };

  const direction = (lang) => (lang === 'ar' ? 'rtl' : 'ltr');

  let isShown = false;

  function element(name, text, lang) {
    const made = document.createElement(name);
    made.textContent = text;
    made.lang = lang;
    made.dir = direction(lang);
    return made;
  }

  /** A button or a link that can be hit with a thumb, even when the style sheet is what is missing. */
  function target(made, className) {
    made.className = className;
    made.style.minBlockSize = '48px';
    made.style.minInlineSize = '48px';
    return made;
  }

  function listLink(lang) {
    const link = target(element('a', LIST[lang], lang), 'go list-link');
    link.href = list;
    return link;
  }

  /**
   * Replaces the client by a message in three languages; with a third text per language, a button that reloads, and
   * with `hasList` a link to the plain list.
   */
  function show(message, { cause, hasList } = {}) {
    // The first message is the cause; what follows from it would only hide it.
    if (isShown) return;
    isShown = true;
    const main = document.createElement('main');
    main.className = 'boot boot-message';
    for (const lang of ['de', 'en', 'ar']) {
      const [title, text, again] = message[lang];
      main.append(
        element(lang === 'de' ? 'h1' : 'h2', title, lang),
        element('p', text, lang),
        element('p', HELP[lang], lang),
      );
      const ways = document.createElement('p');
      ways.className = 'ways';
      ways.dir = direction(lang);
      if (again) {
        const button = target(element('button', again, lang), 'button reload');
        button.type = 'button';
        button.addEventListener('click', () => location.reload());
        ways.append(button, ' ');
      }
      if (hasList) ways.append(listLink(lang));
      main.append(ways);
    }
    // For whoever is told of it: what went wrong, in the words of the program.
    if (cause) main.append(element('pre', String(cause), 'en'));
    // A sheet that was open no longer keeps the page from scrolling.
    delete document.documentElement.dataset.sheet;
    app.replaceChildren(main);
    const title = main.firstElementChild;
    title.tabIndex = -1;
    title.focus();
  }

  function crashed(cause) {
    if (!isShown) crashes.add();
    show(CRASHED, { cause, hasList: crashes.areTooMany() });
  }

  const notLoaded = (cause) => show(NOT_LOADED, { cause, hasList: true });

  /** Goes to the plain list. If that takes long or fails, a message says so, with a link. */
  async function goToList() {
    const slow = setTimeout(() => show(UNSUPPORTED, { hasList: true }), 700);
    try {
      const page = await fetch(list, { cache: 'no-cache' });
      const isPage = page.ok && !page.redirected && /html/.test(page.headers.get('Content-Type'));
      if (!isPage) throw new Error(`${page.status} ${page.url}`);
      clearTimeout(slow);
      location.replace(list);
    } catch (cause) {
      clearTimeout(slow);
      show(UNSUPPORTED, { cause, hasList: true });
    }
  }

  if (typeof WebAssembly !== 'object') {
    goToList();
    return;
  }

  // The client's panic hook says so itself; a trap that no hook sees (memory, stack) arrives as an error.
  const isTrap = (error) => error instanceof WebAssembly.RuntimeError;
  addEventListener('raupe-crash', (event) => crashed(event.detail));
  addEventListener('raupe-not-loaded', (event) => notLoaded(event.detail));
  addEventListener('raupe-recovered', () => crashes.forget());
  // The browser itself writes every error to its console; only a trap is the end.
  addEventListener('error', (event) => isTrap(event.error) && crashed(event.error));
  addEventListener('unhandledrejection', (event) => isTrap(event.reason) && crashed(event.reason));

  if (crashes.areTooMany()) root.dataset.start = 'earlier';
  else setTimeout(() => isShown || crashes.forget(), crashes.FORGOTTEN_AFTER_MS);

  // Both are relative to the page. `early.js` has asked for the program.
  const address = (relative) => new URL(relative, document.baseURI).href;
  // A program that was cut on its way stays in the browser's cache under the name of the whole one, where "load again"
  // would find it again. So what cannot be compiled is asked for once more, past that cache.
  const start = (client, program) =>
    client.default({ module_or_path: program }).catch((error) => {
      if (isTrap(error)) throw error;
      console.warn(error);
      return client.default({ module_or_path: fetch(address(wasm), { cache: 'reload' }) });
    });
  Promise.all([import(address(js)), window.raupeEarly?.program ?? fetch(address(wasm))])
    .then(([client, program]) => start(client, program))
    .catch((error) => {
      console.error(error);
      if (isTrap(error)) crashed(error);
      else notLoaded(error);
    });
})();
