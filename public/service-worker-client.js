// The page's side of the service worker: registers it, tells it what this page is and has fetched, has it look for new
// versions, and asks it to go on as long as it has files to fetch. What it says is shown by src/offline.

const container = navigator.serviceWorker;
// How long the page waits for a worker that is just being installed: what is fetched before it is fetched again.
const CONTROL_MS = 1500;
// The engine's start comes before what only later visits need.
const SETTLED_MS = 3000;
const LOOK_EVERY_MS = 10 * 60 * 1000;
// A worker that the browser has ended while files were on their way is brought back this soon, and a newer one takes over.
const NUDGE_EVERY_MS = 5000;

const say = async (words) => {
  try {
    (await container.ready).active.postMessage(words);
  } catch (error) {
    console.warn("the service worker was not told:", error);
  }
};

// What this page is, and what it has fetched. A page that was not built for release has no version.
const { files: version = "" } = document.documentElement.dataset;
const introduce = () => say({ version });
const account = () => {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  return say({ version, fetched });
};

function start() {
  // Why it may fail is shown by the page (src/api/state/worker.rs).
  const registered = container.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });
  // By themselves browsers look for a new worker when the site has been quiet for a while. Without a network it fails.
  const update = registered.then((registration) => registration.update());
  update.catch((error) => console.warn("no new service worker:", error));
  const letNewerTakeOver = async () => (await container.getRegistration())?.waiting?.postMessage("take over");
  const settle = () => {
    setTimeout(account, SETTLED_MS);
    setInterval(letNewerTakeOver, NUDGE_EVERY_MS);
  };
  let work = "done";
  container.addEventListener("message", ({ data }) => {
    if (!data?.files) return;
    work = data.files.work;
    if (work === "waiting") say("fill");
  });
  const look = () => document.visibilityState === "visible" && say("look");
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  setInterval(look, LOOK_EVERY_MS);
  setInterval(() => work !== "done" && say("fill"), NUDGE_EVERY_MS);
  container.addEventListener("controllerchange", introduce);
  const controlled = new Promise((resolve) => {
    if (container.controller) return resolve();
    container.addEventListener("controllerchange", resolve, { once: true });
    registered.catch(resolve);
    setTimeout(resolve, CONTROL_MS);
    // A page that was reloaded past the worker is taken in when it speaks.
    introduce();
  });
  return { registered, controlled, settle, say };
}

// For boot.js and the page's program.
globalThis.serviceWorkerClient = container ? start() : null;
