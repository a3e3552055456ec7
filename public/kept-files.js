// What the service worker has stored: the site's files by their hashes, the lists of the versions that it has seen, and
// which page is of which version. It knows nothing of requests (public/site-files.js).

const SCOPE = registration.scope;
const CACHE = `vitrina files 1 ${SCOPE}`;
// Where things lie in the cache. Nobody asks the network for these addresses.
const FILES = `${SCOPE}kept/file/`;
const LISTS = `${SCOPE}kept/list/`;
const PAGES = `${SCOPE}kept/page/`;
// Is there where the visitor wants everything kept.
const EVERYTHING = `${SCOPE}kept/everything`;

// A page that is just being opened is not among the open ones yet.
const OPENING_MS = 60000;

// What this worker remembers; it may be ended at any time, and the cache knows the rest.
const versionsOfPages = new Map();
let knownLists = null;

// A cache that cannot be had is as one that is empty.
async function quietly(work) {
  try {
    return await work(await caches.open(CACHE));
  } catch (error) {
    console.warn("the kept files:", error);
    return undefined;
  }
}

const read = (address) => quietly(async (cache) => (await cache.match(address))?.json());
const write = (address, value) => quietly((cache) => cache.put(address, new Response(JSON.stringify(value))));
const forget = (address) => quietly((cache) => cache.delete(address));
const keptFile = ({ hash }) => quietly((cache) => cache.match(FILES + hash, { ignoreVary: true }));

async function keptAddresses(under) {
  const keys = await quietly((cache) => cache.keys());
  return (keys ?? []).map(({ url }) => url).filter((url) => url.startsWith(under));
}

async function keptHashes() {
  return new Set((await keptAddresses(FILES)).map((address) => address.slice(FILES.length)));
}

async function hashOf(body) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Keeps a file, here and below; why it cannot be kept, or null.
const keepFile = ({ hash }, response) => put(FILES + hash, response);
const keepEverything = () => put(EVERYTHING, new Response("true"));

async function put(address, response) {
  try {
    await (await caches.open(CACHE)).put(address, response);
    return null;
  } catch (error) {
    return { kind: error.name === "QuotaExceededError" ? "full" : "refused", words: String(error.message) };
  }
}

// Every version that is known, by its name.
function lists() {
  knownLists ??= keptAddresses(LISTS)
    .then((addresses) => Promise.all(addresses.map(read)))
    .then((all) => new Map(all.filter(Boolean).map((list) => [list.version, list])));
  return knownLists;
}

// The versions that are known, that which the server had last before the others.
async function newestFirst() {
  return [...(await lists()).values()].sort((one, other) => other.seen - one.seen);
}

async function keepList(list) {
  const seen = { ...list, seen: Date.now() };
  (await lists()).set(list.version, seen);
  await write(LISTS + list.version, seen);
}

// The version of who asks. The address of an engine's files and of its worker carries it.
async function versionOf({ clientId, request }) {
  const named = (address) => new URL(address).searchParams.get("files");
  const known = named(request.url) ?? versionsOfPages.get(clientId);
  if (known || !clientId) return known;
  const client = await quietly(() => clients.get(clientId));
  const version = client?.type === "worker" ? named(client.url) : null;
  return version ?? (await read(PAGES + clientId))?.version;
}

async function recordPage(id, version) {
  if (!id || !version || versionsOfPages.get(id) === version) return;
  versionsOfPages.set(id, version);
  await write(PAGES + id, { version, opened: Date.now() });
}

// The files that are to be fetched though no page asks: all where the visitor wants that, else what a former version
// had kept and the newest has changed. Each is its path and its entry in the list.
async function missing() {
  const [newest, ...former] = await newestFirst();
  const [hashes, isEverything] = await Promise.all([keptHashes(), read(EVERYTHING)]);
  const isCarried = (path) => former.some(({ files }) => files[path] && hashes.has(files[path].hash));
  const entries = Object.entries(newest?.files ?? {});
  return entries.filter(([path, { hash }]) => !hashes.has(hash) && (isEverything || isCarried(path)));
}

// Forgets the versions that no page is of, the last one only when the newest has what that had, and their files.
async function tidy() {
  const open = await clients.matchAll({ type: "all", includeUncontrolled: true });
  const ids = new Set(open.map(({ id }) => id));
  const used = new Set();
  for (const address of await keptAddresses(PAGES)) {
    const page = await read(address);
    if (ids.has(address.slice(PAGES.length)) || Date.now() - page?.opened < OPENING_MS) used.add(page.version);
    else await forget(address);
  }
  const [newest, last, ...older] = await newestFirst();
  if (!newest) return;
  const isCarriedOver = (await missing()).length === 0;
  for (const { version } of last && isCarriedOver ? [last, ...older] : older) {
    if (used.has(version)) continue;
    (await lists()).delete(version);
    await forget(LISTS + version);
  }
  const left = [...(await lists()).values()].flatMap(({ files }) => Object.values(files));
  const needed = new Set(left.map(({ hash }) => hash));
  for (const hash of await keptHashes()) if (!needed.has(hash)) await forget(FILES + hash);
}

// How much is kept, in bytes: of the newest version, and of all. Those are `stored`.
async function amounts() {
  const hashes = await keptHashes();
  const versions = await newestFirst();
  const sizes = (of) => new Map(of.flatMap(({ files }) => Object.values(files)).map(({ hash, size }) => [hash, size]));
  const sum = (files) => [...files].reduce((total, [, size]) => total + size, 0);
  const sumOfKept = (files) => sum([...files].filter(([hash]) => hashes.has(hash)));
  const newest = sizes(versions.slice(0, 1));
  return {
    version: versions[0]?.version ?? "",
    total: sum(newest),
    kept: sumOfKept(newest),
    stored: sumOfKept(sizes(versions)),
  };
}
