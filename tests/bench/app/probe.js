// Runs in each page before anything of its own, and watches it from inside.
(() => {
  'use strict';

  const now = () => performance.now();
  const probe = {
    // When the first offers were painted, in ms since the address was opened.
    listed: null,
    // The longest time in ms that the page did nothing but one thing.
    longest: 0,
    // The client's memory.
    memory: null,
    // Of each interaction the time to the next paint, in ms: by the Event Timing API.
    interactions: new Map(),
    // By how much things have moved that nobody asked to move, as a share of the window: layout shift.
    shifted: 0,
  };
  window.raupeProbe = probe;

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...values) => {
      const made = await original.apply(WebAssembly, values);
      probe.memory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }

  const observer = new MutationObserver(() => {
    if (!document.querySelector('ul.offers > li h2 > a')) return;
    observer.disconnect();
    // What is asked for in a frame runs before it is painted; a task after it, afterwards.
    requestAnimationFrame(() => setTimeout(() => { probe.listed = now(); }));
  });
  observer.observe(document, { childList: true, subtree: true });

  let last = now();
  setInterval(() => {
    const here = now();
    probe.longest = Math.max(probe.longest, here - last - 5);
    last = here;
  }, 5);
  probe.forget = () => {
    last = now();
    probe.longest = 0;
  };

  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (!interactionId) continue;
      const before = probe.interactions.get(interactionId) ?? 0;
      probe.interactions.set(interactionId, Math.max(before, duration));
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });

  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) probe.shifted += value;
  }).observe({ type: 'layout-shift', buffered: true });

  probe.told = () => ({
    listed: probe.listed,
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
    longest: probe.longest,
    shifted: probe.shifted,
    memory: probe.memory?.buffer.byteLength ?? null,
    // Those too short to be reported took 8 ms or less.
    interactions: [
      ...probe.interactions.values(),
      ...Array(Math.max(0, (performance.interactionCount ?? 0) - probe.interactions.size)).fill(8),
    ],
  });
})();
