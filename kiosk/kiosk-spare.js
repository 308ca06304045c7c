// A second copy of what a kiosk keeps, in a bucket with files of its own. Chromium throws a store
// away as a whole where one bit of it is wrong, as a power cut in a write may leave it; what waited
// is then taken from here. Where a browser has no buckets there is no copy.

const names = ['outbox', 'rejected', 'meta'];

let kiosk = null;
let opening = null;
let queue = null;

function database() {
  opening ??= navigator.storageBuckets.open('spare', { persisted: true })
    .then((bucket) => new Promise((done, fail) => {
      const request = bucket.indexedDB.open('hailong-kiosk', 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('outbox', { keyPath: 'id' });
        request.result.createObjectStore('rejected', { keyPath: 'id' });
        request.result.createObjectStore('meta');
      };
      request.onsuccess = () => {
        request.result.onclose = () => { opening = null; };
        done(request.result);
      };
      request.onerror = () => fail(request.error);
    }));
  opening.catch(() => { opening = null; });
  return opening;
}

// Writes in one transaction; done when they are on the disk.
function write(store, writes) {
  return new Promise((done, fail) => {
    const transaction = store.transaction(names, 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error ?? new Error('aborted'));
    for (const [name, act, ...given] of writes) {
      transaction.objectStore(name)[act === 'add' ? 'put' : act](...given);
    }
  });
}

// Everything in a store, as [name, key, value].
async function content(store) {
  const transaction = store.transaction(names, 'readonly');
  const got = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const parts = names.map(async (name) => {
    const own = transaction.objectStore(name);
    const [keys, values] = await Promise.all([got(own.getAllKeys()), got(own.getAll())]);
    return keys.map((key, index) => [name, key, values[index]]);
  });
  return (await Promise.all(parts)).flat();
}

const put = ([name, key, value]) => [name, 'put', value, ...(name === 'meta' ? [key] : [])];

// Gives a store that was born anew what the copy holds, and makes the copy like the store. By
// `home` the two know that they belong together: a copy of another home is of a store that is gone.
async function reconcile(main) {
  const spare = await database();
  const [own, kept] = [await content(main), await content(spare)];
  const find = (list, key) => list.find((one) => one[0] === 'meta' && one[1] === key)?.[2];
  let home = find(own, 'home');
  let count = 0;
  if (!home || home !== find(kept, 'home')) {
    home ??= `${Date.now()}-${Math.random()}`;
    const isThere = new Set(own.map(([name, key]) => `${name} ${key}`));
    const lost = kept.filter(([name, key]) => !isThere.has(`${name} ${key}`));
    const sequence = Math.max(find(own, 'sequence') ?? 0, find(kept, 'sequence') ?? 0);
    count = lost.filter(([name]) => name === 'outbox').length;
    await write(main, [
      ...lost.map(put), ['meta', 'put', home, 'home'],
      ...(sequence ? [['meta', 'put', sequence, 'sequence']] : []),
    ]);
  }
  const now = await content(main);
  await write(spare, [...names.map((name) => [name, 'clear']), ...now.map(put)]);
  return count;
}

// What a store gets back that begins anew, and a line for staff where the browser threw it away.
export async function restore(main, { dataLoss, dataLossMessage }) {
  const count = navigator.storageBuckets ? await reconcile(main).catch(() => 0) : 0;
  if (dataLoss !== 'total') return;
  const at = new Date().toISOString().slice(0, 16);
  await write(main, [['meta', 'put', `${at} ${dataLossMessage}, ${count} ↩`, 'loss']]);
}

// Follows what was written. After a failure, as when the disk is full, the copy is made anew.
function follow(writes) {
  queue = queue.then(async (isWhole) => {
    if (isWhole) await write(await database(), writes);
    else await reconcile(await kiosk.database());
    return true;
  }).catch(() => false);
}

export function start(given) {
  kiosk = given;
  queue = Promise.resolve(false);
  follow([]);
  kiosk.stored.copy = follow;
}

// What the copy holds, for tests.
export const copied = async () => { await queue; return content(await database()); };
