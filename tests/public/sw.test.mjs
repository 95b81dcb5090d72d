// Tests of public/sw.js: the worker runs in a small stand-in for a browser, with a shell of a few files.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const TEMPLATE = readFileSync(new URL('../../public/sw.js', import.meta.url), 'utf8');
const BASE = 'https://host.example/peine/';
const FILES = {
  'index.html': 'start',
  'suchen/index.html': 'search',
  'angebot/index.html': 'offer',
  'app-0123456789abcdef.js': 'glue',
  'locales/de.json': '{}',
  '404.html': 'not found',
};

/** A host that serves these files, counts the requests, and can be switched off. */
function host(files) {
  const server = { files, requests: [], isUp: true };
  server.fetch = async (request) => {
    const url = new URL(request.url ?? request);
    server.requests.push(url.pathname + url.search);
    if (!server.isUp) throw new TypeError('no network');
    const body = files[url.pathname.slice(new URL(BASE).pathname.length)];
    return body === undefined ? new Response('none', { status: 404 }) : new Response(body);
  };
  return server;
}

/** The cache storage of a browser, which outlives workers. */
function storage() {
  const caches = new Map();
  const cache = (entries) => ({
    match: async (url) => entries.get(url)?.clone(),
    put: async (url, response) => void entries.set(url, response),
    delete: async (url) => entries.delete(url),
  });
  return {
    keys: async () => [...caches.keys()],
    delete: async (name) => caches.delete(name),
    open: async (name) => cache(caches.get(name) ?? caches.set(name, new Map()).get(name)),
    match: async (url) => {
      for (const entries of caches.values()) if (entries.has(url)) return entries.get(url).clone();
    },
  };
}

/** Runs the worker for a build with these files. */
function worker(setting = {}) {
  const { files = FILES, version = '1', server = host(files), caches = storage(), claimed = Promise.resolve() } = setting;
  const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const shell = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, hash(text)]));
  const listeners = {};
  const self = {
    registration: { scope: BASE },
    clients: {
      claim() {
        self.hasClaimed = true;
        return claimed;
      },
    },
    addEventListener: (name, listener) => (listeners[name] = listener),
    skipWaiting: () => (self.hasSkipped = true),
  };
  // Time passes when a test says so.
  const timers = [];
  const setTimeout = (begin) => timers.push(begin);
  const browser = { crypto, console, Headers, Response, URL, btoa };
  const context = vm.createContext({ self, caches, fetch: server.fetch, setTimeout, ...browser });
  const script = TEMPLATE.replace("VERSION = 'unpacked'", `VERSION = '${version}'`)
    .replace('SHELL = {}', `SHELL = ${JSON.stringify(shell)}`);
  vm.runInContext(script, context);
  const lasting = (name) => {
    let work;
    const addRoutes = async (rules) => void (self.routes = JSON.stringify(rules));
    listeners[name]({ waitUntil: (promise) => (work = promise), addRoutes });
    return work;
  };
  const background = [];
  return {
    server,
    caches,
    answerFor: context.answerFor,
    install: () => lasting('install'),
    activate: () => lasting('activate'),
    message: (data, port) =>
      listeners.message({ data, ports: [port], waitUntil: (promise) => background.push(promise) }),
    hasSkipped: () => self.hasSkipped === true,
    hasClaimed: () => self.hasClaimed === true,
    /** The response of the worker, or undefined where it leaves the request alone. */
    get: (url, { mode = 'navigate', method = 'GET' } = {}) => {
      let answer;
      const request = { url: new URL(url, BASE).href, mode, method };
      const waitUntil = (promise) => background.push(promise);
      listeners.fetch({ request, respondWith: (promise) => (answer = promise), waitUntil });
      return answer;
    },
    routes: () => JSON.parse(self.routes),
    /** Lets the time pass until what waits for it is done. */
    later: async () => {
      for (const begin of timers.splice(0)) begin();
      await Promise.all(background);
    },
  };
}

async function installed(options) {
  const started = worker(options);
  await started.install();
  await started.activate();
  return started;
}

test('which file answers which path', () => {
  const { answerFor } = worker();
  const page = true;
  const part = false;
  for (const [path, isNavigation, expected] of [
    ['', page, { file: 'index.html' }],
    ['index.html', page, { file: 'index.html' }],
    ['suchen/', page, { file: 'suchen/index.html' }],
    ['suchen/index.html', page, { file: 'suchen/index.html' }],
    ['suchen', page, { redirect: 'suchen/' }],
    ['angebot/', page, { file: 'angebot/index.html' }],
    ['suchen/tief/', page, { missing: '404.html' }],
    ['gibtsnicht', page, { missing: '404.html' }],
    ['constructor', page, { missing: '404.html' }],
    ['app-0123456789abcdef.js', part, { file: 'app-0123456789abcdef.js' }],
    ['locales/de.json', part, { file: 'locales/de.json' }],
    ['locales/xx.json', part, null],
    ['suchen', part, null],
    ['sw.js', part, null],
    ['feed/manifest.json', part, null],
    ['feed/', page, null],
  ]) {
    // Through JSON: objects of another context have other prototypes.
    const answer = JSON.parse(JSON.stringify(answerFor(path, isNavigation)));
    assert.deepEqual(answer, expected, path);
  }
});

test('without a network every route opens, whatever its query', async () => {
  const { get, server } = await installed();
  server.isUp = false;
  for (const [url, expected] of [
    ['', 'start'],
    ['?a=1', 'start'],
    ['suchen/?alter=7', 'search'],
    ['angebot/?id=x', 'offer'],
  ]) {
    assert.equal(await (await get(url)).text(), expected, url);
  }
  const redirect = await get('suchen?alter=7');
  assert.equal(redirect.headers.get('Location'), `${BASE}suchen/#alter=7`);
  const missing = await get('gibtsnicht');
  assert.equal(missing.status, 404);
  assert.equal(await missing.text(), 'not found');
});

test('what is not of the shell is left alone', async () => {
  const { get } = await installed();
  assert.equal(get('feed/manifest.json', { mode: 'cors' }), undefined);
  assert.equal(get('feed/'), undefined);
  assert.equal(get('', { method: 'POST' }), undefined);
  assert.equal(get('https://host.example/gifhorn/'), undefined);
  assert.equal(get('https://other.example/peine/'), undefined);
});

test('a missing or a foreign file stops the installation', async () => {
  const { 'index.html': _, ...incomplete } = FILES;
  await assert.rejects(worker({ server: host(incomplete) }).install());
  const mixed = { ...FILES, 'index.html': 'of another deployment' };
  await assert.rejects(worker({ server: host(mixed) }).install());
});

test('a new version takes over whole, fetches only what changed, and clears the old', async () => {
  const first = await installed();
  const files = { ...FILES, 'index.html': 'new start' };
  const server = host(files);
  const second = worker({ files, version: '2', server, caches: first.caches });

  await second.install();
  assert.deepEqual(server.requests, ['/peine/index.html']);
  assert.equal(await (await first.get('')).text(), 'start', 'the old version runs until then');

  await (await first.caches.open('raupe-shell-1@/gifhorn/')).put('x', new Response('y'));
  await second.activate();
  assert.deepEqual(await first.caches.keys(), ['raupe-shell-2@/peine/', 'raupe-shell-1@/gifhorn/']);
  assert.equal(await (await second.get('')).text(), 'new start');
});

test('files that are the same are fetched once and are there under each address', async () => {
  const files = { ...FILES, 'woche/index.html': FILES['suchen/index.html'] };
  const server = host(files);
  const { get } = await installed({ files, server });
  assert.deepEqual(server.requests.filter((path) => /suchen|woche/.test(path)), ['/peine/suchen/index.html']);
  server.isUp = false;
  for (const url of ['suchen/', 'woche/?tag=1']) assert.equal(await (await get(url)).text(), 'search', url);
});

test('a browser is told to ask nobody else for pages', async () => {
  const { routes } = await installed();
  assert.deepEqual(routes(), [{ condition: { requestMode: 'navigate' }, source: 'fetch-event' }]);
});

test('what was thrown away is asked for without what somebody looks for', async () => {
  const { get, server, caches } = await installed();
  await (await caches.open('raupe-shell-1@/peine/')).delete(`${BASE}suchen/index.html`);
  server.requests.length = 0;
  server.files['suchen/'] = 'search';
  assert.equal(await (await get('suchen/?q=frauenhaus')).text(), 'search');
  assert.deepEqual(server.requests, ['/peine/suchen/']);
});

test('what somebody else puts into the cache goes again, and what is missing comes back', async () => {
  const { get, later, caches, server } = await installed();
  const cache = await caches.open('raupe-shell-1@/peine/');
  await cache.put(`${BASE}index.html`, new Response('not ours'));
  await cache.delete(`${BASE}locales/de.json`);
  assert.equal(await (await get('')).text(), 'not ours');

  server.requests.length = 0;
  await later();
  assert.deepEqual(server.requests, ['/peine/index.html', '/peine/locales/de.json']);
  assert.equal(await (await get('')).text(), 'start');
  await get('suchen/');
  await later();
  assert.equal(server.requests.length, 2, 'once for each start of the worker');
});

test('without a network nothing is better than a page of somebody else', async () => {
  const { get, later, caches, server } = await installed();
  const cache = await caches.open('raupe-shell-1@/peine/');
  await cache.put(`${BASE}index.html`, new Response('not ours'));
  server.isUp = false;
  await get('');
  await later();
  await assert.rejects(get(''));
  assert.equal(await (await get('suchen/')).text(), 'search');
});

test('the page is told whether all is there, and what is missing is fetched first', async () => {
  const { message, later, caches, server } = await installed();
  const isWhole = async () => {
    let whole;
    message({ type: 'WHOLE' }, { postMessage: (data) => (whole = data) });
    await later();
    return whole;
  };
  assert.equal(await isWhole(), true);
  const cache = await caches.open('raupe-shell-1@/peine/');
  await cache.delete(`${BASE}locales/de.json`);
  server.isUp = false;
  assert.equal(await isWhole(), false);
  server.isUp = true;
  assert.equal(await isWhole(), true);
});

test('open pages are taken over, and no new page waits for that', async () => {
  const { get, hasClaimed, server } = await installed({ claimed: new Promise(() => {}) });
  assert.ok(hasClaimed());
  server.isUp = false;
  assert.equal((await get('')).status, 200);
});

test('the page asks for the version and decides when to change', () => {
  const started = worker({ version: 'abc' });
  let answer;
  started.message({ type: 'VERSION' }, { postMessage: (data) => (answer = data) });
  assert.equal(answer, 'abc');
  assert.equal(started.hasSkipped(), false);
  started.message({ type: 'SKIP_WAITING' });
  assert.equal(started.hasSkipped(), true);
});
