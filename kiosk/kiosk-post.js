// Sends what a kiosk keeps, and asks the office what it wants. An answer leaves the outbox when the
// server names its id, for no other reason and never because it is old.

// What a request takes at most, and how many answers it carries.
const patienceMs = 30000;
const batchMax = 100;
// Between two attempts: at random up to twice as long each time, so that a hundred kiosks do not
// all come at once when a server returns.
const pauseMs = 1000;
const pauseMaxMs = 300000;
const restMs = 30000;
const beatMs = 60000;
const claimMs = 3000;
const lookMs = 300000;

let kiosk = null;
let assets = [];
let failures = 0;
let size = batchMax;
let notBefore = 0;
let timer = 0;
let running = null;
let isWanted = false;
let pairing = null;
// The place at which the office has this device stand; null before it was said.
let stands = null;
// What staff are shown. A retired device and one whose key the server does not know are told apart
// from paired ones: only they may be paired again.
const facts = {
  contact: null, pairCode: null, isPersisted: false, refusal: null, isRetired: false,
  isUnknown: false,
};

// ---- Talking to the server.

async function call(path, body, isNamed = true) {
  const headers = { 'Content-Type': 'application/json' };
  if (isNamed && pairing) headers.Authorization = `Device ${pairing.device} ${pairing.key}`;
  const sentAt = kiosk.clock.device();
  const answer = await fetch(path, {
    method: body === undefined ? 'HEAD' : 'POST',
    headers: body === undefined ? {} : headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store', credentials: 'omit', redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  hear(answer, sentAt);
  return answer;
}

// Any answer of the server tells the time, to the second.
function hear(answer, sentAt) {
  const server = Date.parse(answer.headers.get('Date') ?? '');
  if (Number.isNaN(server)) return;
  const { clock } = kiosk;
  const middle = (sentAt + clock.device()) / 2;
  const offset = Math.round(server + 500 - middle);
  // A second's rounding is not worth a step back in time.
  if (clock.offset === null || Math.abs(offset - clock.offset) > 2000) clock.offset = offset;
  clock.ahead = clock.drift();
  facts.contact = clock.now();
  const lastOffset = Math.round(server + 500 - Date.now());
  if (Math.abs(lastOffset - clock.lastOffset) > 2000) {
    clock.lastOffset = lastOffset;
    keep('offset', lastOffset);
  }
}

function keep(name, value) {
  return kiosk.inStore('readwrite', async (store) => { store('meta').put(value, name); })
    .catch((fault) => { kiosk.stored.fault = String(fault); });
}

// ---- The outbox.

const closed = () => IDBKeyRange.bound([1], [2]);

// When an answer was given, by the server's clock. In this session the way back from now is exact
// whatever the device's clock did; an earlier session that heard the server knew the difference;
// for one that did not, the device's clock is taken to have been as wrong as it is now. Where the
// machine may have slept the server is heard anew first (see kiosk.js).
function moment(record) {
  const { clock } = kiosk;
  const known = record.offset ?? (record.session === clock.session ? clock.offset : null);
  const offset = known ?? clock.lastOffset + (record.ahead ?? 0);
  return new Date(record.clock + offset).toISOString();
}

// The next answers, with their time written into them for good: what is once shown to a server or
// a file must stay the same.
export function next(count) {
  return kiosk.inStore('readwrite', async (store) => {
    const outbox = store('outbox');
    const records = await kiosk.got(outbox.index('queue').getAll(closed(), count));
    for (const record of records) {
      if (record.response.answeredAt) continue;
      record.response = {
        id: record.id, sequence: record.sequence, answeredAt: moment(record), ...record.response,
      };
      outbox.put(record);
    }
    return records.map((record) => record.response);
  });
}

function settle(acked, refused) {
  return kiosk.inStore('readwrite', async (store) => {
    for (const id of acked) store('outbox').delete(id);
    for (const { id, code, message } of refused) {
      const record = await kiosk.got(store('outbox').get(id));
      if (!record) continue;
      store('rejected').put({ ...record, code, message });
      store('outbox').delete(id);
    }
  });
}

// Sends once. True where there may be more to send at once.
async function sendBatch() {
  // The first word of the server in a session also says how wrong this clock is.
  if (kiosk.clock.offset === null) await call('/healthz', undefined);
  const responses = await next(size);
  if (responses.length === 0) return false;
  const answer = await call('/api/v1/responses', responses);
  const isJSON = answer.headers.get('Content-Type')?.startsWith('application/json');
  facts.refusal = answer.ok ? null : answer.status;
  if ((answer.status === 400 || answer.status === 413) && isJSON) {
    // The server does not take these together: they are tried in halves, and the one that it does
    // not even read is put aside, so that it holds up no other.
    const { error } = await answer.json();
    if (responses.length === 1) {
      await settle([], [{ id: responses[0].id, code: `http${answer.status}`, message: error }]);
    }
    size = Math.max(1, size >> 1);
    return true;
  }
  if (answer.status !== 200 || !isJSON) {
    const after = answer.headers.get('Retry-After') ?? '';
    const wait = /^\d+$/.test(after) ? after * 1000 : Date.parse(after) - kiosk.clock.now();
    if (wait > 0) notBefore = performance.now() + wait;
    throw new Error(`HTTP ${answer.status}`);
  }
  const { acked, refused } = await answer.json();
  const final = refused.filter(({ code }) => code !== 'later');
  await settle(acked, final);
  if (final.length < refused.length) throw new Error('later');
  size = batchMax;
  return true;
}

async function run() {
  clearTimeout(timer);
  let wait = restMs;
  try {
    do {
      isWanted = false;
      while (await sendBatch()) failures = 0;
    } while (isWanted);
    failures = 0;
  } catch {
    wait = Math.random() * Math.min(pauseMaxMs, pauseMs * 2 ** failures);
    failures = Math.min(failures + 1, 20);
  }
  timer = setTimeout(sendNow, Math.max(wait, notBefore - performance.now()));
}

// Sends what waits, whatever failed before: when it is time, and when staff ask for it.
export function sendNow() {
  isWanted = true;
  running ??= run().finally(() => { running = null; });
  return running;
}

// Sends what waits, unless a failure or the server asked for a pause.
export function send() {
  if (failures > 0 || performance.now() < notBefore) return;
  sendNow();
}

// ---- The office: who this device is, and how it shall behave.

async function queue() {
  return kiosk.inStore('readonly', async (store) => {
    const index = store('outbox').index('queue');
    const first = (await kiosk.got(index.getAll(closed(), 1)))[0];
    return {
      loss: (await kiosk.got(store('meta').get('loss'))) ?? null,
      count: await kiosk.got(index.count(closed())),
      rejected: await kiosk.got(store('rejected').count()),
      sequence: (await kiosk.got(store('meta').get('sequence'))) ?? 0,
      oldest: first ? moment(first) : null,
    };
  });
}

// What staff and the office are told of this device; nothing of what anybody answered.
export async function status() {
  const { clock, settings, stored } = kiosk;
  const own = await queue().catch((fault) => {
    stored.fault = String(fault);
    return { count: null, rejected: null, sequence: null, oldest: null };
  });
  return {
    ...facts, ...own, fault: stored.fault,
    isPaired: pairing !== null && !facts.isRetired && !facts.isUnknown,
    device: pairing?.device ?? await kiosk.inStore('readonly', (store) => (
      kiosk.got(store('meta').get('device')))).catch(() => null),
    skewSeconds: Math.round((clock.offset ?? clock.lastOffset) / 1000),
    version: kiosk.build, settingsVersion: settings.version, isSecure: window.isSecureContext,
    isShellKept: Boolean(navigator.serviceWorker?.controller),
  };
}

async function beat() {
  setTimeout(beat, beatMs * (0.9 + Math.random() / 5));
  if (pairing) await report();
}

// Says how this device is, and does what the office wants of it.
async function report() {
  const now = await status();
  try {
    const answer = await call('/api/v1/devices/heartbeat', {
      queue: now.count ?? 0, oldest: now.oldest, rejected: now.rejected ?? 0,
      version: now.version, settingsVersion: now.settingsVersion,
      clock: new Date().toISOString(), sequence: now.sequence ?? 0,
      storagePersisted: now.isPersisted, secureContext: now.isSecure,
      storageFault: Boolean(now.fault),
    });
    facts.refusal = answer.ok ? null : answer.status;
    facts.isUnknown = answer.status === 401;
    if (!answer.ok) return;
    const { settings, retired, place } = await answer.json();
    facts.isRetired = retired === true;
    kiosk.retire(facts.isRetired);
    if (settings && settings.version !== kiosk.settings.version) {
      obey(settings);
      await keep('settings', settings);
    }
    const told = facts.isRetired ? null : place ?? null;
    if (told !== stands) await keep('place', told);
    stands = told;
    await follow();
  } catch { /* the next beat tries again */ }
}

// A device that the office has moved asks at its new place, where its page can be had: from the
// server or, after a restart without a network, from the shell that was kept.
async function follow() {
  if (!stands || stands === kiosk.place || !kiosk.isIdle()) return;
  const path = `/k/${encodeURIComponent(stands)}`;
  const isThere = (await window.caches?.match(path))
    ?? (await fetch(path, { cache: 'no-store', redirect: 'error' }).catch(() => null));
  if (isThere?.ok && kiosk.isIdle()) location.replace(path);
}

// Takes over what is meant by the office; what is missing or strange leaves our own.
function obey(wanted) {
  const own = kiosk.settings;
  const texts = (list) => Array.isArray(list) && list.every((one) => typeof one === 'string');
  const isSeconds = (value) => Number.isFinite(value) && value >= 1 && value <= 600;
  const isTime = (value) => value === null || /^\d\d:\d\d$/.test(value);
  own.version = wanted.version;
  own.languages = texts(wanted.languages) && wanted.languages.length ? wanted.languages : null;
  if (kiosk.languages.includes(wanted.defaultLanguage)) {
    own.defaultLanguage = wanted.defaultLanguage;
  }
  for (const name of ['idleSeconds', 'thanksSeconds']) {
    if (isSeconds(wanted[name])) own[name] = wanted[name];
  }
  for (const name of ['opens', 'closes']) {
    if (isTime(wanted[name])) own[name] = wanted[name];
  }
  own.pinHash = /^[^:]+:[0-9a-f]{64}$/.test(wanted.pinHash ?? '') ? wanted.pinHash : null;
  hours();
}

// Shows what the settings say of hours and languages.
export function hours() {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  for (const name of ['opens', 'closes']) {
    all('.' + name).forEach((words) => { words.textContent = kiosk.settings[name] ?? ''; });
  }
  const { languages } = kiosk.settings;
  for (const button of all('.language')) {
    button.hidden = Boolean(languages && !languages.includes(button.value));
    // Before the switches beside them, which have no order.
    button.style.order = languages ? languages.indexOf(button.value) - languages.length : 0;
  }
  kiosk.greet();
}

// Asks for a code that staff enter in the office, and waits until it was entered or is too old.
export async function pair() {
  if (facts.pairCode) return;
  try {
    const answer = await call('/api/v1/devices', { place: kiosk.place }, false);
    facts.refusal = answer.ok ? null : answer.status;
    if (!answer.ok) return;
    const { code, poll, expiresAt } = await answer.json();
    facts.pairCode = code;
    await claim(poll, Date.parse(expiresAt));
  } catch { /* staff may ask again */ }
  facts.pairCode = null;
}

async function claim(poll, expiresAt) {
  while (kiosk.clock.now() < expiresAt) {
    await new Promise((done) => { setTimeout(done, claimMs); });
    const answer = await call('/api/v1/devices/claim', { poll }, false).catch(() => null);
    if (!answer) continue;
    if (answer.status >= 400 && answer.status < 500) return;
    const { state, device, key } = answer.ok ? await answer.json() : {};
    if (state !== 'paired') continue;
    pairing = { device, key };
    await keep('pairing', pairing);
    await report();
    return;
  }
}

// The key that signs a file for a stick; null without one.
export const key = () => pairing?.key ?? null;

// ---- The shell: what a restart without a network needs.

// Keeps the page and its files, and loads the page anew where the office has another.
async function look() {
  setTimeout(look, lookMs);
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store', redirect: 'error' });
    if (!answer.ok) return;
    const copy = answer.clone();
    const there = /data-build="(\w+)"/.exec(await copy.text())?.[1];
    if (!there) return;
    if (there !== kiosk.build) {
      if (kiosk.isIdle()) location.reload();
      return;
    }
    if (!window.caches) return;
    const prefix = `kiosk-${kiosk.place}-`;
    const cache = await caches.open(prefix + kiosk.build);
    await cache.addAll([...assets, `${location.pathname}/later`]);
    await cache.put(location.pathname, answer);
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== prefix + kiosk.build) await caches.delete(name);
    }
  } catch { /* without a network the shell stays as it was */ }
}

async function stayAwake() {
  if (document.visibilityState === 'visible') {
    await navigator.wakeLock?.request('screen').catch(() => null);
  }
}

export async function start(given, files) {
  kiosk = given;
  assets = files;
  try {
    await kiosk.inStore('readonly', async (store) => {
      const meta = store('meta');
      pairing = (await kiosk.got(meta.get('pairing'))) ?? null;
      stands = pairing && ((await kiosk.got(meta.get('place'))) ?? null);
      kiosk.clock.lastOffset = (await kiosk.got(meta.get('offset'))) ?? 0;
      const settings = await kiosk.got(meta.get('settings'));
      if (settings) obey(settings);
    });
  } catch (fault) {
    kiosk.stored.fault = String(fault);
  }
  window.addEventListener('online', () => { if (performance.now() >= notBefore) sendNow(); });
  document.addEventListener('visibilitychange', stayAwake);
  stayAwake();
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register('/assets/kiosk-worker.js', { scope: '/k/' }).catch(() => null);
  }
  // Not waited for: a browser may ask somebody first, and answers are sent meanwhile.
  navigator.storage?.persist?.().then((isKept) => { facts.isPersisted = isKept; }, () => null);
  await Promise.all([follow().catch(() => null), sendNow(), beat(), look()]);
}
