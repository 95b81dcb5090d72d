// What is looked at on every screen, in every look. Each check returns sentences about what is wrong.
(() => {
  'use strict';

  const TARGET = 44;
  const LIST = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

  /** What a person sees of the page; nothing behind a sheet. */
  const scope = () => document.querySelector('dialog:modal') ?? document.body;
  const isShown = (it) => it.getClientRects().length > 0 && getComputedStyle(it).visibility === 'visible';
  const shown = (css) => [...scope().querySelectorAll(css)].filter(isShown);
  const isForEars = (it) => Boolean(it.closest('.unseen'));

  /** An element in few words. */
  const named = (it) => {
    const name = it.id ? `#${it.id}` : [it.localName, ...it.classList].join('.');
    const text = (it.innerText || it.getAttribute('aria-label') || '').replaceAll(/\s+/g, ' ').trim().slice(0, 30);
    return `${it.parentElement?.localName}>${name} "${text}"`;
  };

  /** What is hit to use a control: its label, the card that its link covers, or itself. */
  const drawn = (it) => {
    const label = it.matches('input[type=checkbox], input[type=radio], .language select') && it.closest('label');
    return label || (it.matches('.card h2 > a') && it.closest('.card')) || it;
  };

  /** A link within a sentence may be as small as the sentence. */
  const isInSentence = (it) => it.localName === 'a' && getComputedStyle(it).display === 'inline'
    && [...it.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  function targets() {
    const controls = shown(LIST).filter((it) => !isForEars(it) && !isInSentence(it));
    return controls.flatMap((it) => {
      const { width, height } = drawn(it).getBoundingClientRect();
      const fits = Math.min(width, height) >= TARGET - 0.5;
      return fits ? [] : [`target ${named(it)} is ${width.toFixed(1)} × ${height.toFixed(1)}`];
    });
  }

  /** Whether something around it scrolls by itself. */
  function isInScroller(it) {
    for (let around = it.parentElement; around && around !== document.documentElement; around = around.parentElement) {
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(around).overflowX)) return true;
    }
    return false;
  }

  function sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    const found = [];
    if (scrollWidth > clientWidth) {
      const right = (it) => it.getBoundingClientRect().right;
      const widest = shown('*').reduce((one, other) => (right(other) > right(one) ? other : one));
      found.push(`the page is ${scrollWidth} wide in ${clientWidth}, for ${named(widest)}`);
    }
    const bodies = shown('.sheet-body').filter((it) => it.scrollWidth > it.clientWidth);
    found.push(...bodies.map((it) => `a sheet is ${it.scrollWidth} wide in ${it.clientWidth}`));
    const out = shown('*').filter((it) => !isForEars(it) && !it.closest('.skip, svg') && !isInScroller(it)).filter((it) => {
      const { left, right } = it.getBoundingClientRect();
      return left < -1 || right > clientWidth + 1;
    });
    return [...found, ...out.slice(0, 5).map((it) => `${named(it)} stands out sideways`)];
  }

  /** Whether a text stands out of the box of what it is in. */
  function growsOut(it) {
    const box = it.getBoundingClientRect();
    const walker = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || isForEars(node.parentElement) || node.parentElement.closest('option')) continue;
      range.selectNodeContents(node);
      const out = [...range.getClientRects()].some(({ left, right, top, bottom }) => left < box.left - 2
        || right > box.right + 2 || top < box.top - 2 || bottom > box.bottom + 2);
      if (out) return true;
    }
    return false;
  }

  /** Texts that do not show whole, and controls that their texts grow out of. */
  function clipped() {
    const boxes = shown('*').filter((it) => !isForEars(it) && !it.matches('input, select, option, svg, svg *, .skip'));
    return boxes.filter((it) => {
      const { overflowX, overflowY, display } = getComputedStyle(it);
      if (display === 'inline') return false;
      const cuts = (overflow) => /hidden|clip/.test(overflow);
      return (cuts(overflowX) && it.scrollWidth > it.clientWidth + 2)
        || (cuts(overflowY) && it.scrollHeight > it.clientHeight + 2)
        || (it.matches('a, button, label, .badge, .chip') && growsOut(it));
    }).map((it) => `${named(it)} is clipped`);
  }

  /** The page with the text spacing of WCAG 1.4.12. Not by a style sheet: the policy forbids it. */
  function spaced() {
    const spacing = { 'line-height': '1.5', 'letter-spacing': '0.12em', 'word-spacing': '0.16em' };
    const all = [...document.body.querySelectorAll('*')];
    for (const it of all) {
      for (const [name, value] of Object.entries(spacing)) it.style?.setProperty(name, value, 'important');
      if (it.localName === 'p') it.style.setProperty('margin-block-end', '2em', 'important');
    }
    const found = [...clipped(), ...sideways()].map((what) => `with more space in texts: ${what}`);
    for (const it of all) {
      for (const name of [...Object.keys(spacing), 'margin-block-end']) it.style?.removeProperty(name);
    }
    return found;
  }

  /** The page of a phone or larger with texts twice as large as usual, of WCAG 1.4.4: the device's text size does that. */
  function enlarged() {
    if (innerWidth < 360) return [];
    const { style } = document.documentElement;
    style.setProperty('font-size', '225%', 'important');
    const found = [...clipped(), ...sideways()].map((what) => `with texts of 200 %: ${what}`);
    style.removeProperty('font-size');
    return found;
  }

  /**
   * What is chosen is told from what is not by more than a colour: by its lines, its weight, or a mark. With forced
   * colours, where backgrounds and shadows of our own are gone, as well.
   */
  function apart() {
    const CHOSEN = ':checked, [aria-current], [aria-pressed=true], [aria-selected=true]';
    const controls = shown('input[type=checkbox], input[type=radio], [aria-current], nav a, [aria-pressed]');
    const marks = (it) => {
      const box = it.closest('label') ?? it;
      const parts = [it, box, ...box.querySelectorAll('*')];
      return parts.flatMap((part) => [null, '::before', '::after'].map((pseudo) => {
        const style = getComputedStyle(part, pseudo);
        const { borderWidth, fontWeight, textDecorationLine, content, visibility, display } = style;
        // What is not there has no lines.
        if (pseudo && content === 'none') return '';
        const ground = matchMedia('(forced-colors: active)').matches ? style.backgroundColor : '';
        return [borderWidth, fontWeight, textDecorationLine, content, visibility, display, ground].join();
      })).join(';');
    };
    const likes = Map.groupBy(controls, (it) => `${it.parentElement.parentElement.className}|${it.localName}|${it.type}|${it.name}`);
    return [...likes.values()].flatMap((group) => {
      const chosen = group.filter((it) => it.matches(CHOSEN));
      const others = group.filter((it) => !it.matches(CHOSEN));
      const same = chosen.filter((it) => others.some((other) => marks(it) === marks(other)));
      return same.map((it) => `${named(it)} is told by its colour alone`);
    });
  }

  /** On paper: dark on white, all of the content, and nothing to tap. */
  function paper() {
    const found = sideways().map((what) => `on paper ${what}`);
    const TAPPED = 'nav, button, select, .skip, .search';
    found.push(...shown(TAPPED).filter((it) => !isForEars(it)).map((it) => `on paper there is ${named(it)}`));
    const lightness = (colour) => Math.max(...colour.match(/[\d.]+/g).slice(0, 3).map(Number));
    const texts = shown('main h1, main p, main dd, main li').slice(0, 80);
    const pale = texts.filter((it) => lightness(getComputedStyle(it).color) > 160);
    found.push(...pale.slice(0, 3).map((it) => `on paper ${named(it)} is pale`));
    if (!shown('main h1').length) found.push('on paper there is no heading');
    return found;
  }

  const LATIN = /[A-Za-zÄÖÜäöüß]{3,}/;
  const ARABIC = /[\u0600-\u06FF]{2,}/;
  // Of the languages that the app and its offers name, these are written in Arabic letters.
  const IN_ARABIC = ['ar', 'ckb', 'fa', 'ps', 'ur'];
  // Names need no language.
  const NAMES = /\b(Raupe|WhatsApp|Signal|Android|Chrome|Firefox|Safari|iPhone|iPad|PDF|SMS|QR|WCAG|EN|BITV)\b/g;
  const NAMED = '.edition, .signature, [href^="mailto:"]';

  function languages(lang, dir) {
    const root = document.documentElement;
    const found = [];
    if (root.lang !== lang || root.dir !== dir) found.push(`the page says ${root.lang} ${root.dir}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement;
      if (!isShown(around) || around.closest(NAMED)) continue;
      const said = around.closest('[lang]').lang;
      const text = node.data.replaceAll(NAMES, '');
      // A name may stand within an Arabic sentence.
      const isOdd = IN_ARABIC.includes(said) ? LATIN.test(text) && !ARABIC.test(text) : ARABIC.test(text);
      if (isOdd) found.push(`${named(around)} is not in the language ${said}`);
    }
    for (const it of shown('a[href^="tel:"] bdi, a[href^="mailto:"] bdi')) {
      if (getComputedStyle(it).direction !== 'ltr') found.push(`${named(it)} reads from the right`);
    }
    return found;
  }

  function structure() {
    const found = [];
    const count = (css, expected = 1) => {
      const there = [...document.querySelectorAll(css)].filter(isShown).length;
      if (there !== expected) found.push(`${there} of ${css}`);
    };
    ['h1', 'body header.top', 'nav.tabs', 'main', 'footer.data'].forEach((css) => count(css));
    const heading = document.querySelector('h1')?.innerText.trim();
    if (!heading || !document.title.startsWith(heading)) found.push(`the title ${document.title} is not ${heading}`);
    const first = [...document.querySelectorAll(LIST)].find(isShown);
    if (!first?.matches('a.skip[href="#main"]')) found.push('the first control is no skip link');
    return found;
  }

  /** With reduced motion nothing moves. */
  function motion() {
    const moving = document.getAnimations().map((it) => `${it.animationName ?? it.transitionProperty} moves`);
    const seconds = (list) => Math.max(...list.split(',').map((time) => Number.parseFloat(time)));
    const would = shown('*').filter((it) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(it);
      return animationName !== 'none' || seconds(transitionDuration) > 0.01 || scrollBehavior === 'smooth';
    });
    return [...moving, ...would.slice(0, 5).map((it) => `${named(it)} would move`)];
  }

  /** All but axe's. */
  function all({ lang, dir, still }) {
    return [
      ...structure(), ...languages(lang, dir), ...targets(), ...sideways(), ...clipped(), ...spaced(), ...enlarged(),
      ...apart(),
      ...(still ? motion() : []),
    ];
  }

  /** What axe-core says. */
  async function axe() {
    // What the tabs lie over at this moment is not in their way: one scrolls.
    const tabs = document.querySelector('nav.tabs');
    tabs.style.position = 'static';
    const { violations } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'EN-301-549', 'best-practice'],
      rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
      resultTypes: ['violations'],
    });
    tabs.style.removeProperty('position');
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 4).map((node) =>
      `axe ${id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(1, 3).join(' ').trim()}`));
  }

  /** The controls in the order in which the Tab key should reach them. */
  function order() {
    return shown(LIST).filter((it) => {
      if (it.disabled || it.tabIndex < 0) return false;
      if (it.type !== 'radio') return true;
      const group = [...document.getElementsByName(it.name)].filter((one) => !one.disabled);
      return it === (group.find((one) => one.checked) ?? group[0]);
    });
  }

  /** What has the focus: its place in the order, and what is wrong with how that shows. */
  function focused(order) {
    const it = document.activeElement;
    const wrong = [];
    // A window that is not the one in front shows no focus: WebKitGTK's, with nobody to manage windows.
    const isInFront = it.matches(':focus');
    const looks = [...[it, drawn(it), it.parentElement].map((one) => getComputedStyle(one)), getComputedStyle(it, '::after')];
    const isMarked = !isInFront || looks.some(({ outlineStyle, outlineWidth }) =>
      outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2);
    if (!isMarked) wrong.push('does not show');
    const { left, right, top, bottom } = drawn(it).getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    const there = document.elementFromPoint(x, y);
    const box = drawn(it);
    if (isInFront && !(box.contains(there) || there?.contains(box))) wrong.push(`is covered by ${there ? named(there) : 'nothing'}`);
    return [order.indexOf(it), ...wrong.map((what) => `the focus on ${named(it)} ${what}`)];
  }

  window.raupeChecks = { all, apart, paper, axe, order, focused, named };
})();
