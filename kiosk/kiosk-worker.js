// Lets a kiosk start without a network: what kiosk-post.js put into the cache is given out where the
// server does not answer. It stores nothing itself and touches no answer of a citizen.

// A slow server is as good as none: somebody stands before a white screen.
const patienceMs = 5000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request, url));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (url.pathname.endsWith('/later')) event.respondWith(part(request, url));
});

// The newest page where it can be had, else the one that was kept: also instead of a proxy's error
// or a hotel's log-in page.
async function page(request, url) {
  const kept = await caches.match(url.pathname);
  if (!kept) return fetch(request);
  try {
    const answer = await fetch(url.href, {
      cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(patienceMs),
    });
    const text = answer.ok ? await answer.clone().text() : '';
    return text.includes('data-build=') ? answer : kept;
  } catch {
    return kept;
  }
}

// The address of a file says its release, so the one that was kept is the right one.
async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// What was kept also stands for a proxy's error.
async function part(request, url) {
  const answer = await fetch(request).catch(() => null);
  if (answer?.ok) return answer;
  return (await caches.match(url.pathname)) ?? answer ?? Response.error();
}
