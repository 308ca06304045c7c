// What staff see after five touches in the corner: how this device is, and the way to carry its
// answers to the office on a stick. Nothing of what anybody answered is shown.

// Nobody's business any more after so long without a touch.
const openMs = 60000;
// Wrong numbers in a row, and how long none is taken after them.
const triesMax = 5;
const lockMs = 60000;
const cornerPixels = 96;
// Answers in one file, as many as the office reads from one.
const fileMax = 20000;

let kiosk = null;
let post = null;
let dialog = null;
let touchedAt = 0;
let timer = 0;
let typed = '';
let tries = 0;
let lockedUntil = 0;

const find = (selector) => dialog.querySelector(selector);
const yes = (flag) => (flag ? '✓' : '✗');

// ---- Digests, by the browser. It has none on plain http from another machine: there a file goes
// unsigned, and a number for staff cannot be checked.

const ciphers = globalThis.crypto?.subtle;
const utf8 = (text) => new TextEncoder().encode(text);
const hex = (buffer) => Array.from(
  new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const digest = async (text) => hex(await ciphers.digest('SHA-256', utf8(text)));

// HMAC (RFC 2104) by SHA-256 with a key written as base64url.
export async function authenticator(key, text) {
  const plain = atob(key.replace(/-/g, '+').replace(/_/g, '/'));
  const secret = await ciphers.importKey(
    'raw', Uint8Array.from(plain, (character) => character.charCodeAt(0)),
    { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(await ciphers.sign('HMAC', secret, utf8(text)));
}

// ---- The file for a stick.

// JSON lines: what it is, one line an answer, and a signature over all bytes before it, or null
// from a device that was never paired or cannot sign.
export async function outboxFile() {
  const responses = await post.next(fileMax);
  const { device } = await post.status();
  const head = {
    hailong: 'outbox/1', device: device ?? '', place: kiosk.place,
    made: new Date(kiosk.clock.now()).toISOString(), count: responses.length,
  };
  const text = [head, ...responses].map((line) => JSON.stringify(line) + '\n').join('');
  const hmac = ciphers && post.key() ? await authenticator(post.key(), text) : null;
  return text + JSON.stringify({ hmac }) + '\n';
}

async function save() {
  const file = new Blob([await outboxFile()], { type: 'application/x-ndjson' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  const day = new Date(kiosk.clock.now()).toISOString().slice(0, 16).replace(/[:T]/g, '-');
  link.download = `hailong-${kiosk.place}-${day}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// ---- What is shown.

// In the language of the page: 22/11/2026 09:37, else 2026-11-22 09:37.
function local(text) {
  if (text === null) return '–';
  const iso = new Date(Date.parse(text) + kiosk.minutes * 60000).toISOString();
  const [year, month, day] = iso.slice(0, 10).split('-');
  const isVietnamese = document.documentElement.lang === 'vi';
  const date = isVietnamese ? `${day}/${month}/${year}` : `${year}-${month}-${day}`;
  return `${date} ${iso.slice(11, 16)}`;
}

async function refresh() {
  const now = await post.status();
  const values = {
    device: now.device ?? '–', paired: yes(now.isPaired), queue: now.count ?? '?',
    oldest: local(now.oldest), rejected: now.rejected ?? '?', sequence: now.sequence ?? '?',
    contact: now.contact ? local(new Date(now.contact).toISOString()) : '–',
    skew: now.skewSeconds, version: `${now.version} / ${now.settingsVersion}`,
    secure: yes(now.isShellKept), persisted: yes(now.isPersisted),
    fault: [now.fault, now.refusal && `HTTP ${now.refusal}`, now.loss].filter(Boolean).join('; ')
      || '–',
  };
  for (const [name, value] of Object.entries(values)) {
    find(`[data-fact="${name}"]`).textContent = value;
  }
  find('.insecure').hidden = now.isSecure;
  find('.retired').hidden = !now.isRetired;
  find('.unknown').hidden = !now.isUnknown;
  find('.pairing').hidden = !now.pairCode;
  find('.code').textContent = now.pairCode ?? '';
  find('.at').textContent = kiosk.place;
  find('.pair').hidden = now.isPaired || Boolean(now.pairCode);
}

function look() {
  if (!dialog.open) return;
  if (performance.now() - touchedAt > openMs) {
    dialog.close();
    return;
  }
  if (!find('.facts').hidden) refresh();
  timer = setTimeout(look, 1000);
}

function unlock() {
  find('.pin').hidden = true;
  find('.facts').hidden = false;
  refresh();
}

// The staff's number against SALT:DIGEST, the digest being of SALT:NUMBER. Few digits are soon
// guessed by a machine; they keep visitors out of a menu that shows no answers.
async function enter() {
  if (performance.now() < lockedUntil) return;
  const [salt, wanted] = kiosk.settings.pinHash.split(':');
  const given = typed;
  type('');
  tries += 1;
  const isRight = await digest(`${salt}:${given}`) === wanted;
  find('.wrong').hidden = isRight;
  if (isRight) tries = 0;
  if (tries >= triesMax) {
    tries = 0;
    lockedUntil = performance.now() + lockMs;
  }
  if (isRight) unlock();
}

function type(text) {
  typed = text.slice(0, 12);
  find('.typed-pin').textContent = '•'.repeat(typed.length);
}

export function open() {
  if (!dialog || dialog.open) return;
  type('');
  find('.wrong').hidden = true;
  find('.pin').hidden = false;
  find('.facts').hidden = true;
  dialog.showModal();
  touchedAt = performance.now();
  // What is shown is no secret; what may be carried away asks for the number.
  find('.export').hidden = Boolean(kiosk.settings.pinHash) && !ciphers;
  if (!kiosk.settings.pinHash || !ciphers) unlock();
  clearTimeout(timer);
  look();
}

const acts = {
  send: () => post.sendNow().then(refresh), export: save, pair: () => post.pair(),
  reload: () => location.reload(), close: () => dialog.close(),
  enter, clear: () => type(''),
};

// ---- A keypad: the number of an answer, Enter for "done".

function press(event) {
  if (event.repeat || event.target.closest?.('dialog')) return;
  const screen = kiosk.screen();
  const isMore = screen.classList.contains('more');
  if ((isMore || screen.id === 'ask') && /^[1-9]$/.test(event.key)) {
    document.documentElement.classList.add('keys');
    screen.querySelector(`[data-place="${event.key}"]`)?.click();
  } else if (event.key === 'Enter' && !event.target.closest('button, a')) {
    if (isMore) document.getElementById('done').click();
    else if (screen.id === 'rest') document.getElementById('wake').click();
  }
}

// ---- Ways in for staff, and no way out for others.

function guard() {
  // Five touches in the upper left corner within three seconds.
  let touches = [];
  document.addEventListener('pointerdown', (event) => {
    const isInCorner = event.clientX < cornerPixels && event.clientY < cornerPixels;
    touches = isInCorner ? [...touches, performance.now()].slice(-5) : [];
    if (touches.length < 5 || touches[4] - touches[0] > 3000) return;
    touches = [];
    open();
  });
  document.addEventListener('keydown', press);
  // Keys and menus of the browser that lead out of the page lead nowhere.
  document.addEventListener('keydown', (event) => {
    const isLeaving = event.altKey || event.ctrlKey || event.metaKey || /^F\d+$/.test(event.key);
    if (isLeaving) event.preventDefault();
  });
  for (const name of ['contextmenu', 'dragstart']) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
}

// Brings what the page takes in later; tried again until it is there.
export async function start(givenKiosk, givenPost, style) {
  if (!kiosk) guard();
  kiosk = givenKiosk;
  post = givenPost;
  try {
    const answer = await fetch(`${location.pathname}/later`, { redirect: 'error' });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
    await new Promise((done, fail) => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'stylesheet', href: style, onload: done, onerror: fail });
      document.head.append(link);
    });
    document.querySelector('main').append(...part.querySelectorAll('section, aside'));
    dialog = document.body.appendChild(part.querySelector('dialog'));
  } catch {
    setTimeout(() => start(kiosk, post, style), 30000);
    return;
  }
  post.hours();
  kiosk.refresh();
  dialog.addEventListener('click', (event) => {
    touchedAt = performance.now();
    const button = event.target.closest('button');
    if (!button) return;
    if (button.value) type(typed + button.value);
    else acts[button.className]?.();
  });
  dialog.addEventListener('keydown', (event) => {
    if (find('.pin').hidden) return;
    if (/^\d$/.test(event.key)) type(typed + event.key);
    else if (event.key === 'Enter' && !event.target.closest('button')) enter();
  });
}
