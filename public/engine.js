// Starts the engine inside its worker: loads worker_bg.wasm, tells the page how much of it has
// arrived, and hands over. The version behind this file's address goes on to the files that it
// loads, so that page and engine are of one build.
const at = (file) => new URL(file + new URL(import.meta.url).search, import.meta.url);

async function count(response) {
  // A compressed answer does not say how large it will be.
  const total = response.headers.get("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length"));
  let received = 0;
  let told = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    received += value.length;
    if (received - told > 100_000) {
      told = received;
      postMessage({ received, total });
    }
  }
}

try {
  const wasm = await fetch(at("worker_bg.wasm"));
  if (!wasm.ok) throw new Error(`worker_bg.wasm: ${wasm.status} ${wasm.statusText}`);
  count(wasm.clone()).catch(() => {});
  const { default: init } = await import(at("worker.js"));
  await init({ module_or_path: wasm });
} catch (error) {
  postMessage({ failed: String(error?.message ?? error) });
}
