// Loads the page's program, shows how much of it has arrived, and says so in words when it cannot
// come. Its own script element names the two files: data-js and data-wasm.
const words = {
  en: {
    old: "This browser has no WebAssembly, which Vitrina runs on. Please use a current Chrome, Edge, Firefox or Safari.",
    net: "Vitrina could not be loaded. Check the connection, then reload the page.",
    again: "Reload",
  },
  es: {
    old: "Este navegador no tiene WebAssembly, con el que funciona Vitrina. Usa un Chrome, Edge, Firefox o Safari actual.",
    net: "No se pudo cargar Vitrina. Comprueba la conexión y recarga la página.",
    again: "Recargar",
  },
};

function fail(kind, error) {
  const said = words[document.documentElement.lang] || words.en;
  const place = document.getElementById("boot");
  if (!place) throw error;
  const text = document.createElement("p");
  text.textContent = said[kind];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-primary";
  button.textContent = said.again;
  button.addEventListener("click", () => location.reload());
  place.className = "boot notice is-bad";
  place.setAttribute("role", "alert");
  place.replaceChildren(text, button);
  if (error) console.warn("Vitrina did not start:", error);
}

// Counts a copy of the stream; the original goes to the compiler untouched, so that the browser
// may keep the compiled program.
async function count(response) {
  const bar = document.getElementById("boot-progress");
  const total = response.headers.get("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length"));
  if (!bar || !total || !response.body) return;
  let received = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    received += value.length;
    bar.value = Math.min(1, received / total);
  }
}

async function start() {
  const script = document.querySelector("script[data-wasm]");
  const base = document.baseURI;
  if (typeof WebAssembly !== "object") return fail("old");
  try {
    const wasm = await fetch(new URL(script.dataset.wasm, base));
    if (!wasm.ok) throw new Error(`${script.dataset.wasm}: ${wasm.status}`);
    count(wasm.clone()).catch(() => {});
    const { default: init } = await import(new URL(script.dataset.js, base).href);
    // What the program fetches goes through the service worker then, and is kept.
    await globalThis.serviceWorkerClient?.controlled;
    await init({ module_or_path: wasm });
    globalThis.serviceWorkerClient?.settle();
  } catch (error) {
    fail(error instanceof WebAssembly.CompileError ? "old" : "net", error);
  }
}

start();
