// Starts the engine inside its worker: loads its program, tells the page how much of it has arrived,
// and hands over. Behind this file's address stand the program's name and the version, which goes on
// to the files that it loads, so that page and engine are of one build.
const { search, searchParams } = new URL(import.meta.url);
const program = searchParams.get("program");
const at = (file) => new URL(file + search, import.meta.url);

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
  const wasm = await fetch(at(`${program}_bg.wasm`));
  if (!wasm.ok) throw new Error(`${program}_bg.wasm: ${wasm.status} ${wasm.statusText}`);
  count(wasm.clone()).catch(() => {});
  const { default: init } = await import(at(`${program}.js`));
  await init({ module_or_path: wasm });
} catch (error) {
  postMessage({ failed: String(error?.message ?? error) });
}
