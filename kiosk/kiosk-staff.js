// What staff see after five touches in the corner: how this device is, and the way to carry its
// answers to the office on a stick. Nothing of what anybody answered is shown.

// Nobody's business any more after so long without a touch.
const openMs = 60000;
// Wrong numbers in a row, and how long none is taken after them.
const triesMax = 5;
const lockMs = 60000;

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

// ---- The file for a stick.

// JSON lines: what it is, one line an answer, and a signature over all bytes before it.
export async function outboxFile() {
  const responses = await post.next();
  const { device } = await post.status();
  const head = {
    hailong: 'outbox/1', device: device ?? null, place: kiosk.place,
    made: new Date(kiosk.clock.now()).toISOString(), count: responses.length,
  };
  const text = [head, ...responses].map((line) => JSON.stringify(line) + '\n').join('');
  return text + JSON.stringify({ hmac: await signature(text) }) + '\n';
}

// HMAC-SHA-256 with the device's key, as hexadecimal digits; null without a key, and on plain http
// from another machine, where browsers do not sign.
async function signature(text) {
  if (!post.key() || !window.crypto?.subtle) return null;
  const bytes = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey(
    'raw', bytes.encode(post.key()), algorithm, false, ['sign']);
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)));
  return Array.from(signed, (byte) => byte.toString(16).padStart(2, '0')).join('');
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

const local = (text) => (text === null ? '–'
  : new Date(Date.parse(text) + kiosk.minutes * 60000).toISOString().slice(0, 16).replace('T', ' '));

async function refresh() {
  const now = await post.status();
  const values = {
    device: now.device ?? '–', paired: yes(now.isPaired), queue: now.count ?? '?',
    oldest: local(now.oldest), rejected: now.rejected ?? '?', sequence: now.sequence ?? '?',
    contact: now.contact ? local(new Date(now.contact).toISOString()) : '–',
    skew: now.skewSeconds, version: `${now.version} / ${now.settingsVersion}`,
    secure: yes(now.isSecure), persisted: yes(now.isPersisted),
    fault: now.fault ?? (now.refusal ? `HTTP ${now.refusal}` : '–'),
  };
  for (const [name, value] of Object.entries(values)) {
    find(`[data-fact="${name}"]`).textContent = value;
  }
  find('.insecure').hidden = now.isSecure;
  find('.pairing').hidden = !now.pairCode;
  find('.code').textContent = now.pairCode ?? '';
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

// A digit of the staff's number; as many as it has are compared at once.
function type(digit) {
  if (performance.now() < lockedUntil) return;
  typed += digit;
  if (typed.length >= kiosk.settings.pin.length) {
    const isRight = typed === kiosk.settings.pin;
    typed = '';
    tries = isRight ? 0 : tries + 1;
    find('.wrong').hidden = isRight;
    if (tries >= triesMax) {
      tries = 0;
      lockedUntil = performance.now() + lockMs;
    }
    if (isRight) unlock();
  }
  find('.typed-pin').textContent = '•'.repeat(typed.length);
}

export function open() {
  if (!dialog || dialog.open) return;
  typed = '';
  find('.typed-pin').textContent = '';
  find('.wrong').hidden = true;
  find('.pin').hidden = false;
  find('.facts').hidden = true;
  dialog.showModal();
  touchedAt = performance.now();
  if (!kiosk.settings.pin) unlock();
  clearTimeout(timer);
  look();
}

const acts = {
  send: () => post.sendNow().then(refresh), export: save, pair: () => post.pair(),
  reload: () => location.reload(), close: () => dialog.close(),
};

// Brings the part of the page that is for staff; tried again until it is there.
export async function start(givenKiosk, givenPost) {
  kiosk = givenKiosk;
  post = givenPost;
  try {
    const answer = await fetch(`${location.pathname}/staff`, { redirect: 'error' });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
    dialog = document.body.appendChild(part.querySelector('dialog'));
  } catch {
    setTimeout(() => start(kiosk, post), 30000);
    return;
  }
  kiosk.respeak();
  dialog.addEventListener('click', (event) => {
    touchedAt = performance.now();
    const button = event.target.closest('button');
    if (!button) return;
    if (button.value) type(button.value);
    else acts[button.className]?.();
  });
  dialog.addEventListener('keydown', (event) => {
    if (/^\d$/.test(event.key) && !find('.pin').hidden) type(event.key);
  });
}
