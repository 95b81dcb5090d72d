// Raupe's service worker: the shell (pages, scripts, styles, texts) as one versioned set, and nothing else.
//
// - A version is installed whole or not at all: each file must have the very bytes of the build.
// - A new version waits until the user accepts it: the page then sends SKIP_WAITING.
// - The feed is none of its business. IndexedDB owns the data, and a worker that is removed leaves it alone.
// - What it keeps is looked through now and then: another page of the same host may have put something else there.
// - What somebody looks for stands behind `#` in addresses and never comes here; see `early.js` for earlier links.

// Filled in by packing (src/xtask/service_worker.rs): a hash over the whole shell, and the SHA-256 of each file.
const VERSION = 'unpacked';
const SHELL = {};

const SCOPE = new URL(self.registration.scope);

// Several counties may live under different paths of one host and share its cache storage.
const CACHE = `raupe-shell-${VERSION}@${SCOPE.pathname}`;
const isOurs = (name) => name.startsWith('raupe-shell-') && name.endsWith(`@${SCOPE.pathname}`);

/**
 * What answers a request for `path`, which is relative to the scope and has no query:
 * a file of the shell, a redirect to where such a file is, `missing` for a page nobody knows offline,
 * or null, when it is none of the worker's business.
 */
function answerFor(path, isNavigation) {
  const has = (file) => Object.hasOwn(SHELL, file);
  if (path.startsWith('feed/')) return null;
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (has(file)) return { file };
  // The relative URLs of a route's page are only right under its address with the slash.
  if (isNavigation && has(`${path}/index.html`)) return { redirect: `${path}/` };
  return isNavigation ? { missing: '404.html' } : null;
}

const address = (file) => new URL(file, SCOPE).href;

/** What makes responses of exactly the build's bytes; undefined for others. Made anew: pages refuse redirected ones. */
async function verified(response, integrity) {
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  if (`sha256-${btoa(String.fromCharCode(...digest))}` !== integrity) return undefined;
  const headers = new Headers(response.headers);
  // They speak of the bytes on the wire, not of these.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  return () => new Response(bytes, { headers });
}

/**
 * Fetches a file. A browser's own cache may hold bytes that were damaged on their way, under the tag of the right
 * ones: then the server says that nothing has changed, and only a request past that cache helps.
 */
async function fetched(file, integrity) {
  // With `integrity` the browser itself refuses other bytes, and names the file in its console.
  const get = async (cache) =>
    verified(await fetch(address(file), { cache, credentials: 'same-origin', integrity }), integrity);
  return (await get('no-cache').catch(() => undefined)) ?? get('reload');
}

/**
 * Puts files that are the same into the cache, each under its own address, from an earlier version or an interrupted
 * installation where they are there. The pages of the routes are one page: it travels once.
 */
async function keep(cache, files, integrity) {
  const earlier = await caches.match(address(files[0]));
  const make = (earlier && (await verified(earlier, integrity))) ?? (await fetched(files[0], integrity));
  if (!make) throw new Error(`${files[0]} is not the one of version ${VERSION}`);
  await Promise.all(files.map((file) => cache.put(address(file), make())));
}

/** Lets nobody but this worker answer when a page is opened: Chromium asks the network at the same time otherwise. */
async function answerAlone(event) {
  // Other browsers do not know this, and do not ask either.
  await event.addRoutes?.([{ condition: { requestMode: 'navigate' }, source: 'fetch-event' }]);
}

async function install() {
  const cache = await caches.open(CACHE);
  const same = new Map();
  for (const [file, integrity] of Object.entries(SHELL)) same.set(integrity, [...(same.get(integrity) ?? []), file]);
  await Promise.all([...same].map(([integrity, files]) => keep(cache, files, integrity)));
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => isOurs(name) && name !== CACHE).map((name) => caches.delete(name)));
  // Not waited for: Firefox claims no page that is just being left before the next page is there, and the next page
  // waits for this.
  self.clients.claim().catch(console.warn);
}

/** Brings back what is missing of the shell, and what is not as it was built. */
async function mend() {
  const cache = await caches.open(CACHE);
  for (const [file, integrity] of Object.entries(SHELL)) {
    const stored = await cache.match(address(file));
    if (stored && (await verified(stored, integrity))) continue;
    // Nothing is better than something else: the network then answers.
    await cache.delete(address(file));
    const make = await fetched(file, integrity).catch(() => undefined);
    if (make) await cache.put(address(file), make());
  }
}

/** Whether all of the shell is here. What is missing is fetched first. */
async function isWhole() {
  const cache = await caches.open(CACHE);
  const stored = () => Promise.all(Object.keys(SHELL).map((file) => cache.match(address(file))));
  if ((await stored()).every(Boolean)) return true;
  await mend();
  return (await stored()).every(Boolean);
}

// A page has to start first. Once is enough: browsers stop a worker that has nothing to do, and start it anew.
const MEND_AFTER_MS = 10_000;
let isMending = false;

function mendLater(event) {
  if (isMending) return;
  isMending = true;
  event.waitUntil(new Promise((begin) => setTimeout(begin, MEND_AFTER_MS)).then(mend).catch(console.warn));
}

async function respond(answer, request) {
  const url = new URL(request.url);
  const stored = async (file) => (await caches.open(CACHE)).match(address(file));
  if (answer.redirect) return Response.redirect(address(answer.redirect) + url.search.replace('?', '#'));
  // A browser may have thrown the file away: then the network is the second best, which is asked for the file alone.
  if (answer.file) return (await stored(answer.file)) ?? fetch(url.origin + url.pathname, { credentials: 'same-origin' });
  try {
    return await fetch(request);
  } catch (error) {
    const page = await stored(answer.missing);
    if (!page) throw error;
    return new Response(page.body, { status: 404, headers: page.headers });
  }
}

self.addEventListener('install', (event) => event.waitUntil(Promise.all([answerAlone(event), install()])));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') self.skipWaiting();
  if (event.data?.type === 'VERSION') event.ports[0]?.postMessage(VERSION);
  if (event.data?.type === 'WHOLE') {
    event.waitUntil(isWhole().catch(() => false).then((whole) => event.ports[0]?.postMessage(whole)));
  }
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isInScope = url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname);
  if (request.method !== 'GET' || !isInScope) return;
  const isNavigation = request.mode === 'navigate';
  if (isNavigation) mendLater(event);
  const answer = answerFor(url.pathname.slice(SCOPE.pathname.length), isNavigation);
  if (answer) event.respondWith(respond(answer, request));
});
