// Starts the client, and speaks for it when it cannot: no WebAssembly, nothing loaded, or a crash.
//
// Plain DOM and text only. It must work when the style sheets are missing, too, and it keeps to the content
// security policy: no markup from strings, no inline styles in markup.
(() => {
  'use strict';

  const { js, wasm } = document.currentScript.dataset;
  const app = document.getElementById('app');

  // The client changes the page's address. What the page links to, icons above all, must not move with it.
  for (const link of document.querySelectorAll('link[href]')) link.href = link.href;

  const HELP = {
    de: 'In Not: 112. Ärztlicher Bereitschaftsdienst: 116 117.',
    en: 'In an emergency: 112. Doctor on call: 116 117.',
  };

  const UNSUPPORTED = {
    de: ['Raupe läuft in diesem Browser nicht', 'Dem Browser fehlt WebAssembly. Ein neuerer Browser hilft; im Blockierungsmodus eines iPhones eine Ausnahme für diese Seite.'],
    en: ['Raupe does not run in this browser', 'The browser lacks WebAssembly. A newer browser helps; in the Lockdown Mode of an iPhone, an exception for this page.'],
  };

  const NOT_LOADED = {
    de: ['Raupe konnte nicht geladen werden', 'Bitte prüfen Sie die Verbindung und laden Sie die Seite neu.', 'Neu laden'],
    en: ['Raupe could not be loaded', 'Please check the connection and load the page again.', 'Load again'],
  };

  const CRASHED = {
    de: ['Es ist ein Fehler aufgetreten', 'Bitte laden Sie die Seite neu. Ihre Daten auf diesem Gerät bleiben erhalten.', 'Neu laden'],
    en: ['Something went wrong', 'Please load the page again. Your data on this device is kept.', 'Load again'],
  };

  let isShown = false;

  function element(name, text, lang) {
    const made = document.createElement(name);
    made.textContent = text;
    made.lang = lang;
    made.dir = 'ltr';
    return made;
  }

  /** Replaces the client by a message in two languages; with a third text per language, a button that reloads. */
  function show(message, cause) {
    // The first message is the cause; what follows from it would only hide it.
    if (isShown) return;
    isShown = true;
    const main = document.createElement('main');
    main.className = 'boot boot-message';
    for (const lang of ['de', 'en']) {
      const [title, text, again] = message[lang];
      main.append(
        element(lang === 'de' ? 'h1' : 'h2', title, lang),
        element('p', text, lang),
        element('p', HELP[lang], lang),
      );
      if (again) {
        const button = element('button', again, lang);
        button.type = 'button';
        button.className = 'button';
        // The style sheet may be what is missing.
        button.style.minBlockSize = '48px';
        button.style.minInlineSize = '48px';
        button.addEventListener('click', () => location.reload());
        main.append(button);
      }
    }
    // For whoever is told of it: what went wrong, in the words of the program.
    if (cause) main.append(element('pre', String(cause), 'en'));
    app.replaceChildren(main);
    const title = main.firstElementChild;
    title.tabIndex = -1;
    title.focus();
  }

  // The client's panic hook says so itself; a trap that no hook sees (memory, stack) arrives as an error.
  const isTrap = (error) => error instanceof WebAssembly.RuntimeError;
  addEventListener('raupe-crash', (event) => show(CRASHED, event.detail));

  if (typeof WebAssembly !== 'object') {
    show(UNSUPPORTED);
    return;
  }
  // The browser itself writes every error to its console; only a trap is the end.
  addEventListener('error', (event) => isTrap(event.error) && show(CRASHED, event.error));
  addEventListener('unhandledrejection', (event) => isTrap(event.reason) && show(CRASHED, event.reason));

  // Absolute before the client changes the page's address: both are relative to the page. The program is asked for
  // at once rather than by a preload link, which WebKit fetches a second time.
  const address = (relative) => new URL(relative, document.baseURI).href;
  Promise.all([import(address(js)), fetch(address(wasm))])
    .then(([client, program]) => client.default({ module_or_path: program }))
    .catch((error) => {
      console.error(error);
      show(isTrap(error) ? CRASHED : NOT_LOADED, error);
    });
})();
