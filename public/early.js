// Runs before the first paint: language, theme and size from the address and from what was saved
// (src/preferences.rs writes it), so that nothing flashes. The static shell shows by these
// attributes.
(() => {
  const root = document.documentElement;
  let saved = {};
  try {
    saved = JSON.parse(localStorage.getItem("vitrina.preferences")) || {};
  } catch {
    // No storage, or not ours: the defaults are fine.
  }
  const spoken = (tag) => ["en", "es"].find((code) => String(tag || "").toLowerCase().split(/[-_]/)[0] === code);
  const asked = new URLSearchParams(location.search).get("lang");
  root.lang = spoken(asked) || spoken(saved.lang) || (navigator.languages || []).map(spoken).find(Boolean) || "en";
  if (saved.theme === "light" || saved.theme === "dark") root.dataset.theme = saved.theme;
  if (saved.size === "projector") root.dataset.mode = "projector";
  const page = location.pathname.split("/").filter(Boolean).pop();
  root.dataset.page = ["data", "train", "evaluate", "decide", "predict", "monitor", "augment", "report", "api"].includes(page) ? page : "home";
})();
