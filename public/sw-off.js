// The way out, for the day on which the service worker itself is the fault: copied over sw.js on the host, this worker
// replaces it in every browser that comes by, removes the stored app and then itself. IndexedDB, and with it everything
// that the user has on the device, is left alone.
//
// Open pages go on as they are, and the next one comes from the network. They are not reloaded: each page registers
// sw.js, which for now is this worker, and would be reloaded again and again.

const SCOPE = new URL(self.registration.scope);

// As sw.js names them. Several counties may live under different paths of one host: their caches stay.
const isOurs = (name) => name.startsWith('raupe-shell-') && name.endsWith(`@${SCOPE.pathname}`);

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter(isOurs).map((name) => caches.delete(name)));
  await self.registration.unregister();
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(leave()));
