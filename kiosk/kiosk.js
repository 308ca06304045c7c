// The screens of a kiosk. One touch is an answer: it has an id and lies on the disk before anybody
// is thanked; what follows only adds to it. The page holds every word, so nothing here needs a
// network. kiosk-post.js sends, pairs and asks for settings, kiosk-staff.js is for staff; both come
// after the first question stands. No text here may go over a line's end (see AssetRoutes).

const { build, place, form, version, minutes } = document.body.dataset;

// What the office may change; these are the product's own.
const settings = {
  version: 0, languages: null, defaultLanguage: null,
  idleSeconds: 20, thanksSeconds: 4, opens: null, closes: null, pinHash: null,
};

// As many further questions as one person is shown.
const moreMax = 3;
// A finger that touches twice must not answer what came up under it.
const deafMs = 350;
// How long a language or a text size outlives the last touch where nothing was answered, and how
// long a screen outside the office's hours stays awake.
const leftMs = 60000;

// ---- The clock. Inside one session it only runs forward, whatever the device's does; the
// server's differs from it by `offset`, once that is known.

const session = Math.random().toString(36).slice(2, 12);
const startedAt = Date.now() - performance.now();
const clock = {
  session,
  // Of this session's clock against the server's; null until the server was heard.
  offset: null,
  // Of the device's clock against the server's when it was last heard, also before a restart.
  lastOffset: 0,
  // By how much the device's clock ran ahead of this session's when the server was last heard.
  ahead: 0,
  drift: () => Math.round(Date.now() - clock.device()),
  // Forgets what the server said where that has changed since: the device's clock was set, or the
  // machine slept, and while it sleeps a session's clock stands still.
  check() {
    if (Math.abs(clock.drift() - clock.ahead) > 2000) clock.offset = null;
  },
  device: () => Math.round(startedAt + performance.now()),
  now: () => clock.device() + (clock.offset ?? clock.lastOffset),
};

// ---- The store: answers wait in `outbox` until the server names them, and nothing else removes
// them. Stores are only ever added to.

let opening = null;

function database() {
  opening ??= new Promise((done, fail) => {
    let born = null;
    const request = indexedDB.open('hailong-kiosk', 1);
    request.onupgradeneeded = (event) => {
      born = event;
      const outbox = request.result.createObjectStore('outbox', { keyPath: 'id' });
      outbox.createIndex('queue', ['closed', 'sequence']);
      request.result.createObjectStore('rejected', { keyPath: 'id' });
      request.result.createObjectStore('meta');
    };
    request.onsuccess = () => {
      const forget = () => { opening = null; request.result.close(); };
      request.result.onclose = forget;
      request.result.onversionchange = forget;
      // What fails here kiosk-spare.js tries again when it starts.
      (born ? restore(request.result, born) : Promise.resolve()).catch(() => null)
        .then(() => done(request.result));
    };
    request.onerror = () => fail(request.error);
  }).catch((fault) => { opening = null; throw fault; });
  return opening;
}

// A store that begins anew may have been thrown away by the browser, for a bit was wrong in it.
// Then what waited comes back from its copy before any number is given again.
async function restore(store, born) {
  const buckets = await navigator.storageBuckets?.keys() ?? [];
  if (!buckets.includes('spare') && born.dataLoss !== 'total') return;
  await (await import(sibling('kiosk-spare.js'))).restore(store, born);
}

// The result of one request of IndexedDB.
function got(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

// Runs work in one transaction; done when it is on the disk, not when it is likely to get there.
async function inStore(mode, work) {
  const transaction = (await database())
    .transaction(['outbox', 'rejected', 'meta'], mode, { durability: 'strict' });
  const writes = [];
  const noted = (name) => new Proxy(transaction.objectStore(name), {
    get: (store, act) => (...given) => {
      if (['add', 'put', 'delete'].includes(act)) writes.push([name, act, ...given]);
      return store[act](...given);
    },
  });
  return new Promise((done, fail) => {
    let result;
    transaction.oncomplete = () => {
      if (writes.length) stored.copy?.(writes);
      done(result);
    };
    transaction.onabort = () => fail(transaction.error ?? new Error('aborted'));
    work(noted).then((value) => { result = value; }, (fault) => {
      fail(fault);
      try { transaction.abort(); } catch { /* it has ended by itself */ }
    });
  });
}

// Why nothing can be stored, for staff; and who keeps a copy of what was.
const stored = { fault: null, copy: null };

// A random number in base 32, without letters that look like digits.
function randomCode(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => 'abcdefghjkmnpqrstuvwxyz023456789'[byte & 31]).join('');
}

// A UUID of version 7: in the order of time, which makes the server's store faster.
function makeID(milliseconds) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index += 1) {
    bytes[index] = Math.floor(milliseconds / 256 ** (5 - index)) % 256;
  }
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

// Keeps a first touch: the number, the device's name and the answer are one transaction, so that a
// missing number is a missing answer.
function begin(answers, language) {
  return inStore('readwrite', async (store) => {
    const meta = store('meta');
    const sequence = ((await got(meta.get('sequence'))) ?? 0) + 1;
    let device = (await got(meta.get('pairing')))?.device ?? (await got(meta.get('device')));
    if (!device) {
      device = 'u-' + randomCode(8);
      meta.put(device, 'device');
    }
    clock.check();
    const record = {
      id: makeID(clock.now()), sequence, closed: 0,
      session: clock.session, clock: clock.device(), offset: clock.offset, ahead: clock.drift(),
      response: {
        form, version: Number(version), place, channel: 'kiosk', answers, language, device,
      },
    };
    meta.put(sequence, 'sequence');
    store('outbox').add(record);
    return record.id;
  });
}

// Adds to an answer, and closes it: from then on it may be sent and never changes.
// Another window may have closed it already; then what is there stands.
// It is partial where nobody was there to end it.
function change(id, answers, language, isClosed, isPartial) {
  return inStore('readwrite', async (store) => {
    const record = await got(store('outbox').get(id));
    if (!record || record.closed) return;
    Object.assign(record.response, { answers, language });
    if (isClosed) {
      record.closed = 1;
      record.response.elapsedMs = Math.max(0, clock.device() - record.clock);
      if (isPartial) record.response.partial = true;
    }
    store('outbox').put(record);
  });
}

// What a crash left open is an answer all the same, a partial one.
function closeLeft() {
  return inStore('readwrite', async (store) => {
    const open = await got(store('outbox').index('queue').getAll(IDBKeyRange.bound([0], [1])));
    for (const record of open) {
      record.response.partial = true;
      store('outbox').put({ ...record, closed: 1 });
    }
  });
}

// ---- The screens.

const all = (selector) => Array.from(document.querySelectorAll(selector));
const byID = (id) => document.getElementById(id);
const sections = () => all('main > section');
const asking = byID('ask');
const firstLanguage = document.documentElement.lang;

// The person who stands here: nobody, while `id` is null.
let person = { id: null, answers: {}, shown: [] };
// Null where the form has no question for a kiosk.
let screen = asking;
let language = firstLanguage;
let changedAt = -deafMs;
let touchedAt = 0;
let endsAt = 0;
let isBusy = false;
let isRetired = false;
let isLeft = false;
let isFresh = true;

function show(next) {
  screen = next;
  changedAt = performance.now();
  for (const section of sections()) section.hidden = section !== next;
  const isMore = next.classList.contains('more');
  byID('kept').hidden = !isMore;
  byID('pace').hidden = !isMore;
  showPhone();
  showProgress();
  document.title = next.querySelector('h1')?.innerText ?? document.title;
  window.scrollTo(0, 0);
  // The question of the next person begins at the top for keys and screen readers too.
  if (!isFresh) next.querySelector('h1, button')?.focus({ preventScroll: true });
  isFresh = false;
}

function showPhone() {
  const phone = byID('phone');
  if (phone) phone.hidden = screen !== null && !['ask', 'failed', 'retired'].includes(screen.id);
}

function showProgress() {
  const isChosen = person.answers[screen.dataset.item] !== undefined;
  all('#done .skip').forEach((words) => { words.hidden = isChosen; });
  all('#done .finish').forEach((words) => { words.hidden = !isChosen; });
}

function speak(next) {
  language = next;
  document.documentElement.lang = next;
  for (const words of all('span[lang]')) words.hidden = words.lang !== next;
  for (const button of all('.language')) {
    button.setAttribute('aria-pressed', String(button.value === next));
  }
}

const home = () => settings.defaultLanguage ?? firstLanguage;

// Nothing of the last person stays: neither answers nor language, size, place on the page or keys.
function reset() {
  person = { id: null, answers: {}, shown: [] };
  endsAt = 0;
  if (isLeft) tidy();
  for (const button of all('main [aria-pressed]')) button.setAttribute('aria-pressed', 'false');
  for (const name of ['large', 'contrast']) {
    document.documentElement.classList.remove(name);
    byID(name)?.setAttribute('aria-pressed', 'false');
  }
  document.documentElement.classList.remove('keys');
  touchedAt = 0;
  if (!asking) return;
  speak(home());
  document.activeElement?.blur();
  show((isRetired ? byID('retired') : isOutsideHours() ? byID('rest') : null) ?? asking);
}

function isOutsideHours() {
  const { opens, closes } = settings;
  if (!opens || !closes) return false;
  const time = new Date(clock.now() + minutes * 60000).toISOString().slice(11, 16);
  return opens <= closes ? time < opens || time >= closes : time < opens && time >= closes;
}

// The next question that the answers lead to, at most three after the first.
function nextQuestion() {
  const more = all('.more');
  const from = more.indexOf(screen) + 1;
  if (person.shown.length >= moreMax) return undefined;
  return more.slice(from).find(({ dataset }) => {
    if (!dataset.whenItem) return true;
    const given = [person.answers[dataset.whenItem] ?? []].flat().map(String);
    const governing = sections().find((section) => section.dataset.item === dataset.whenItem);
    return Array.from(governing.querySelectorAll('[data-place]')).some((button) => (
      given.includes(button.value) && dataset.when.split(' ').includes(button.dataset.place)));
  });
}

function extend() {
  endsAt = performance.now() + settings.idleSeconds * 1000;
  tick();
}

async function goOn() {
  const next = nextQuestion();
  if (!next) {
    await finish();
    return;
  }
  person.shown.push(next.dataset.item);
  show(next);
  extend();
}

// The end of one person's answer, at their wish or because nobody touched anything.
async function finish(isPartial = false) {
  const { id, answers } = person;
  isBusy = true;
  endsAt = 0;
  try {
    await change(id, answers, language, true, isPartial);
  } catch (fault) {
    // The first touch is stored and is what is thanked for; it is closed when this person left.
    isLeft = true;
    stored.fault = String(fault);
  }
  show(byID('thanks'));
  endsAt = performance.now() + settings.thanksSeconds * 1000;
  isBusy = false;
  post?.send();
}

// A score as a number, any other answer as the form's code.
const coded = (section, value) => (
  section.dataset.kind === 'score' && /^[1-5]$/.test(value) ? Number(value) : value);

async function answer(button) {
  const section = screen;
  const { item, kind } = section.dataset;
  if (kind === 'multiple') {
    choose(button, section);
    return;
  }
  person.answers[item] = coded(section, button.value);
  if (section === asking) {
    try {
      person.id = await begin({ ...person.answers }, language);
      stored.fault = null;
    } catch (fault) {
      stored.fault = String(fault);
      show(byID('failed'));
      endsAt = performance.now() + settings.idleSeconds * 1000;
      return;
    }
  }
  await goOn();
}

// One of several: touched again it is taken back; "không biết" stands alone.
function choose(button, section) {
  const isAlone = (one) => !one.dataset.place;
  const isPressed = button.getAttribute('aria-pressed') !== 'true';
  const buttons = Array.from(section.querySelectorAll('[aria-pressed]'));
  if (isPressed) {
    for (const other of buttons) {
      if (isAlone(other) !== isAlone(button)) other.setAttribute('aria-pressed', 'false');
    }
  }
  button.setAttribute('aria-pressed', String(isPressed));
  const chosen = buttons.filter((one) => one.getAttribute('aria-pressed') === 'true');
  if (chosen.length === 0) delete person.answers[section.dataset.item];
  else person.answers[section.dataset.item] = chosen.map((one) => one.value);
  showProgress();
  extend();
}

// ---- What is touched.

async function act(button) {
  if (button.id === 'wake') show(asking);
  else if (button.id === 'longer') extend();
  else if (button.id === 'done') await goOn();
  else if (button.classList.contains('language')) speak(button.value);
  else if (button.id === 'large' || button.id === 'contrast') {
    const isOn = document.documentElement.classList.toggle(button.id);
    button.setAttribute('aria-pressed', String(isOn));
  } else if (screen.contains(button)) await answer(button);
  if (endsAt && screen.classList.contains('more')) extend();
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button');
  touchedAt = performance.now();
  if (event.target.closest?.('dialog')) return;
  if (isBusy || touchedAt - changedAt < deafMs) return;
  if (screen.id === 'thanks' || screen.id === 'failed') {
    if (!button) reset();
    else if (!screen.contains(button)) { reset(); await act(button); }
    return;
  }
  if (!button) return;
  isBusy = true;
  try {
    await act(button);
  } finally {
    isBusy = false;
  }
});

// ---- Time.

function tick() {
  const now = performance.now();
  const left = Math.max(0, Math.ceil((endsAt - now) / 1000));
  if (screen.classList.contains('more')) {
    all('.seconds').forEach((place) => { place.textContent = left; });
  }
  if (endsAt && now >= endsAt && !isBusy) {
    if (screen.classList.contains('more')) finish(true);
    else reset();
  } else if (!endsAt && touchedAt && now - touchedAt > leftMs && !isBusy) {
    reset();
  } else if (!endsAt && !touchedAt && !isBusy) {
    const isResting = screen.id === 'rest';
    if (isOutsideHours() !== isResting && !isRetired && byID('rest')) reset();
  }
}

// ---- Start. Leaving and coming back, also from a browser's memory of the page, begins anew.

let post = null;

const kiosk = {
  build, place, form, version, minutes, settings, clock, stored,
  languages: [firstLanguage, ...all('.language').map((button) => button.value)],
  database, inStore, got, begin, change, closeLeft, randomCode, reset,
  screen: () => screen,
  // Whether nobody is here, so that the page may load itself anew.
  isIdle: () => !person.id && !isBusy && !touchedAt,
  // Takes in what came later: words in the language that is spoken, and the code to scan.
  refresh() {
    speak(language);
    showPhone();
  },
  retire(isNow) {
    if (isRetired === isNow) return;
    isRetired = isNow;
    // Not while a first touch is being stored: its person is told at the next beginning.
    if (!person.id && !isBusy) reset();
  },
  greet() {
    if (!person.id && !touchedAt) speak(home());
  },
};

// The other files are as old or new as this one.
function sibling(name) {
  const own = new URL(import.meta.url);
  return new URL(name + own.search, own).href;
}

async function load() {
  try {
    const spare = await import(sibling('kiosk-spare.js'));
    if (navigator.storageBuckets && !stored.copy) spare.start(kiosk);
    post ??= await import(sibling('kiosk-post.js'));
    const staff = await import(sibling('kiosk-staff.js'));
    const files = ['', '-post', '-staff', '-spare'].map((part) => `kiosk${part}.js`);
    post.start(kiosk, ['kiosk.css', 'kiosk-later.css', ...files].map(sibling));
    staff.start(kiosk, post, sibling('kiosk-later.css'));
  } catch {
    setTimeout(load, 10000);
  }
}

const tidy = () => closeLeft().then(() => { isLeft = false; }, (fault) => {
  stored.fault = String(fault);
});

window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  reset();
  tidy();
});
window.addEventListener('pagehide', reset);
if (asking) {
  // Five levels are written once and drawn wherever they are asked.
  for (const scale of all('.scale:empty')) {
    const levels = asking.querySelector('.scale').children;
    scale.append(...Array.from(levels, (level) => level.cloneNode(true)));
  }
  reset();
  setInterval(tick, 250);
}
tidy().then(() => {
  if (document.readyState === 'complete') load();
  else window.addEventListener('load', load);
});

export { kiosk };
