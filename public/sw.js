// The site's service worker. It answers the API's two routes on the site's own origin, where it decides nothing: a page
// with an engine gets the request and answers it (src/api). No picture is ever sent to the network from here. And it
// keeps the site's files for when there is no network (public/site-files.js). All else goes to the network as if this
// were not here: other origins, other methods than GET, parts of files.

importScripts("kept-files.js", "site-files.js");

// How long pages have to say that they have an engine, and how long of that the page that asks is waited for before
// another: its thresholds are the ones that its visitor sees.
const READY_MS = 2000;
const OWN_MS = 400;
// How often a page that works on an answer is looked after: one that was closed gives none.
const WATCH_MS = 500;
// A page that is open but has died or was frozen never answers. The longest answer is for a form full of large photos.
const PATIENCE_MS = 120000;

// The one sentence that needs no page. It is also in crates/text/src/api.rs, and a test holds them together.
const NO_ENGINE = {
  en: "No open page of this site has an engine that is ready. Open the site in a tab, wait until it is ready, and try again.",
  es: "Ninguna página abierta de este sitio tiene un motor listo. Abre el sitio en una pestaña, espera a que esté listo e inténtalo de nuevo.",
};

// A new version takes over, in pages that are open too, as soon as one of them has settled and says so. Taking over at
// once, it would come while pages load, and Chromium then loses what the former version is just answering.
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
// A page that was reloaded past the worker is taken in again as soon as it says something.
addEventListener("message", (event) =>
  event.waitUntil(event.data === "take over" ? skipWaiting() : clients.claim().finally(() => hear(event))),
);

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const address = url.origin + url.pathname;
  if (!address.startsWith(registration.scope)) return;
  const route = address.slice(registration.scope.length);
  if (route === "api/health" || route === "api/predict") event.respondWith(answer(event, route, url.searchParams));
  else if (isForFile(event.request, route)) event.respondWith(give(event, route));
});

async function answer(event, route, parameters) {
  const { request } = event;
  const header = (name) => request.headers.get(name);
  // Browsers add this header behind the worker's back; these are the languages that it would have.
  const language = header("accept-language") ?? navigator.languages.join(",");
  const question = {
    route,
    method: request.method,
    parameters: [...parameters],
    language,
    type: header("content-type"),
    encoding: header("content-encoding"),
    // A blob is handed on by reference: its size is known before a byte of it is read.
    body: await request.blob(),
  };
  try {
    const { status, headers, body } = await ask(await choose(event.clientId), question);
    return new Response(body, { status, headers });
  } catch {
    return refuse(language);
  }
}

// A page with an engine that is ready: the page that asks, or the first to say so.
async function choose(asking) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const pages = windows.filter((page) => page.url.startsWith(registration.scope));
  const ready = new Map(pages.map((page) => [page.id, isReady(page)]));
  const own = ready.get(asking) ?? Promise.reject();
  return Promise.any([own, ...ready.values()].map((page, place) => (place === 0 ? page : after(own, page))));
}

// Another page comes after the one that asks has said no, or has said nothing for a while.
async function after(own, other) {
  const [page] = await Promise.all([other, Promise.race([own.catch(() => {}), pause(OWN_MS)])]);
  return page;
}

async function isReady(page) {
  const told = await Promise.race([send(page, "ready"), pause(READY_MS)]);
  // Below this site there may be another, whose pages are not this one's.
  if (told !== registration.scope) throw new Error("not ready");
  return page;
}

async function ask(page, question) {
  let isWaiting = true;
  const closed = async () => {
    while (isWaiting && (await clients.get(page.id))) await pause(WATCH_MS);
    throw new Error("closed");
  };
  try {
    const answered = await Promise.race([send(page, question), closed(), pause(PATIENCE_MS)]);
    if (!answered) throw new Error("no answer");
    return answered;
  } finally {
    isWaiting = false;
  }
}

// Says something to a page, which answers on a port of its own.
function send(page, message) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    page.postMessage(message, [port2]);
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function refuse(language) {
  const lang = spoken(language);
  const headers = {
    "content-type": "application/json",
    "content-language": lang,
    vary: "accept-language",
    "cache-control": "no-store",
    "retry-after": "1",
  };
  return new Response(JSON.stringify({ error: NO_ENGINE[lang], code: "no_engine" }), { status: 503, headers });
}

// The language that weighs most in an Accept-Language header, the first of equals; English where none is spoken.
function spoken(header) {
  const ranges = header.split(",").map((range) => {
    const [tag, weight = "q=1"] = range.split(";").map((part) => part.trim());
    return { lang: tag.toLowerCase().split(/[-_]/)[0], weight: Number(weight.replace("q=", "")) };
  });
  const wanted = ranges.filter(({ lang, weight }) => Object.hasOwn(NO_ENGINE, lang) && weight > 0);
  return wanted.sort((one, other) => other.weight - one.weight)[0]?.lang ?? "en";
}
