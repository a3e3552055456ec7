// The site's files on their way through the service worker (public/sw.js hands the requests over), so that what was
// visited works without a network.
//
// A version of the site is a list of its files with their hashes (scripts/list-files), and every page names its own in
// <html data-files>. A page and its workers get files of that version or none: what comes from the network is compared
// with the list before its end is handed on.

// How long a page from the network is waited for where the same page is kept.
const NETWORK_MS = 5000;
// How often pages are told how much has arrived.
const TELL_MS = 300;
// What says which files there are comes from the network alone.
const NEVER_KEPT = ["files.json", "sw.js", "kept-files.js", "site-files.js"];

// The question to the server that is under way, and the versions whose lists nobody has any more.
let looking = null;
const lost = new Set();
// What is being fetched without a page that asks, how much of it has arrived, and why that stopped.
let filling = null;
let arriving = 0;
let toldAt = 0;
// Pages are met one after the other, for they bring the same files.
let meeting = Promise.resolve();
let trouble = null;

// Whether a request is for a file or a page of the site. Parts of files are the network's.
function isForFile({ method, headers }, path) {
  return method === "GET" && !headers.has("range") && !NEVER_KEPT.includes(path);
}

// The file that a page or its worker asks for.
async function give(event, path) {
  const { request } = event;
  if (request.mode === "navigate") return givePage(event, path);
  const version = await versionOf(event);
  if (request.destination === "worker") event.waitUntil(recordPage(event.resultingClientId, version));
  const file = version && (await know(version))?.files[path];
  if (!file) return fetch(request);
  const kept = await keptFile(file);
  if (kept) return kept;
  // Asked anew each time: a copy that the browser holds may be of another version.
  const response = await fetch(request, { cache: "no-cache" });
  if (!response.ok) return response;
  const { checked, end } = check(response, path, file);
  event.waitUntil(end.then((why) => (why?.kind === "changed" ? look() : null)));
  return checked;
}

// A page: the network's, or where there is none the newest that is kept.
async function givePage(event, address) {
  const path = address === "" || address.endsWith("/") ? `${address}index.html` : address;
  const coming = fetch(event.request.url, { cache: "no-cache", redirect: "manual" });
  const response = await Promise.race([coming.catch(() => null), pause(NETWORK_MS)]);
  if (response && response.status < 500) return receivePage(event, path, response);
  return (await keptPage(event, path)) ?? response ?? coming;
}

async function receivePage(event, path, response) {
  if (!response.ok || !path.endsWith(".html")) return response;
  const body = await response.arrayBuffer();
  const headers = plainHeaders(response, body.byteLength);
  const version = /<html[^>]* data-files="([0-9a-f]+)"/.exec(new TextDecoder().decode(body))?.[1];
  if (version) {
    await recordPage(event.resultingClientId, version);
    event.waitUntil(keepPage(version, path, body, headers));
  }
  return new Response(body, { status: response.status, headers });
}

async function keepPage(version, path, body, headers) {
  // A version that was known before may be back.
  if ((await newestFirst())[0]?.version !== version) await look();
  const file = (await know(version))?.files[path];
  if (file?.hash === (await hashOf(body))) trouble = (await keepFile(file, new Response(body, { headers }))) ?? trouble;
}

async function keptPage(event, path) {
  for (const { version, files } of await newestFirst()) {
    // A folder without its slash is answered as static servers do.
    if (files[`${path}/index.html`]) return Response.redirect(`${SCOPE}${path}/${new URL(event.request.url).search}`);
    const page = files[path] && (await keptFile(files[path]));
    if (page && path.endsWith(".html")) await recordPage(event.resultingClientId, version);
    if (page) return page;
  }
  return null;
}

// A response whose end comes only when the whole was found to be the file that it should be. `end` says why it is not
// kept, or null.
function check(response, path, file) {
  const headers = plainHeaders(response, file.size);
  const reader = response.body.getReader();
  const chunks = [];
  let finish;
  const end = new Promise((resolve) => (finish = resolve));
  const pull = async (controller) => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      if (chunks.length > 1) return controller.enqueue(chunks.at(-2));
    }
    const whole = new Blob(chunks);
    if ((await hashOf(await whole.arrayBuffer())) !== file.hash) {
      finish({ kind: "changed", words: path });
      throw new TypeError(`${path} is of another version of the site`);
    }
    const why = await keepFile(file, new Response(whole, { headers }));
    trouble = why ?? trouble;
    finish(why);
    if (chunks.length > 0) controller.enqueue(chunks.at(-1));
    controller.close();
  };
  const cancel = (why) => {
    finish({ kind: "stopped", words: String(why) });
    return reader.cancel(why);
  };
  const failed = (error) => {
    finish({ kind: "missing", words: String(error.message) });
    throw error;
  };
  const body = new ReadableStream({ pull: (controller) => pull(controller).catch(failed), cancel });
  return { checked: new Response(body, { headers }), end };
}

// The body comes out of its transfer encoding, and its size is known.
function plainHeaders({ headers }, size) {
  const plain = new Headers(headers);
  plain.delete("content-encoding");
  plain.set("content-length", size);
  return plain;
}

// The list of a version that a page has, fetched where it is new; none where the server has another one by now.
async function know(version) {
  const known = (await lists()).get(version);
  if (known || lost.has(version)) return known;
  const there = await look();
  const found = (await lists()).get(version);
  if (!found && there) lost.add(version);
  return found;
}

// Asks the server for its version, and tells pages of a new one. Null without a network.
function look() {
  looking ??= lookNow().finally(() => (looking = null));
  return looking;
}

async function lookNow() {
  const response = await fetch(`${SCOPE}files.json`, { cache: "no-cache" }).catch(() => null);
  const list = response?.ok ? await response.json().catch(() => null) : null;
  if (!list?.version) return null;
  if ((await newestFirst())[0]?.version === list.version) return list.version;
  await keepList(list);
  lost.clear();
  await tell();
  return list.version;
}

// Fetches one of the missing files. The page asks again as long as there are more: browsers end a worker that takes
// long over one thing.
async function fill() {
  if (filling || trouble) return;
  filling = new AbortController();
  try {
    const [next] = await missing();
    if (next) await fetchFile(next, filling.signal);
  } finally {
    filling = null;
    arriving = 0;
  }
  if ((await missing()).length === 0) await tidy();
}

async function fetchFile([path, file], signal) {
  try {
    const response = await fetch(SCOPE + path, { cache: "no-cache", signal });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    const { checked, end } = check(response, path, file);
    const reader = checked.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      arriving += part.value.length;
      // The last part comes when the file is kept, and would be counted twice.
      if (arriving < file.size && Date.now() - toldAt > TELL_MS) await tell();
    }
    await end;
  } catch (error) {
    if (signal.aborted) return;
    // Where there is a newer version, its files are fetched in the place of these.
    const before = (await newestFirst())[0]?.version;
    const there = await look();
    if (!there || there === before) trouble = { kind: "missing", words: `${path}: ${error.message}` };
  }
}

// A page says of which version it is, and later what it has fetched, maybe before there was a worker. That and all pages
// are kept, unless the server has another version by now.
async function meet({ version, fetched }, page) {
  await recordPage(page?.id, version);
  const list = await know(version);
  if (!fetched) return;
  const files = (await newestFirst())[0]?.version === version ? list.files : {};
  trouble = null;
  const asked = fetched.filter((url) => url.startsWith(SCOPE)).map((url) => url.slice(SCOPE.length).split("?")[0]);
  const pages = Object.keys(files).filter((path) => path.endsWith(".html"));
  const { signal } = new AbortController();
  for (const path of new Set([...pages, ...asked])) {
    const file = files[path];
    if (file && !trouble && !(await keptFile(file))) await fetchFile([path, file], signal);
  }
  arriving = 0;
  await tidy();
}

// Frees what is kept. Of which version a page is stays known, for it must still not get files of another.
async function free() {
  await stop();
  trouble = null;
  for (const address of await keptAddresses(FILES)) await forget(address);
}

async function stop() {
  await forget(EVERYTHING);
  filling?.abort();
}

async function tell() {
  toldAt = Date.now();
  const isEverything = Boolean(await read(EVERYTHING));
  const isDone = trouble || (await missing()).length === 0;
  const work = filling ? "going" : isDone ? "done" : "waiting";
  const files = { ...(await amounts()), arriving, isEverything, work, trouble };
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  windows.filter(({ url }) => url.startsWith(SCOPE)).forEach((page) => page.postMessage({ files }));
}

// What pages say to the worker.
async function hear({ data, source }) {
  if (data?.version) await (meeting = meeting.then(() => meet(data, source)).catch((error) => console.warn(error)));
  if (data === "look") await look();
  if (data === "keep") trouble = await keepEverything();
  // Pages say it often, to bring back a worker that was ended.
  if (data === "fill" && filling) return;
  if (data === "keep" || data === "fill") await fill();
  if (data === "stop") await stop();
  if (data === "free") await free();
  await tell();
}
