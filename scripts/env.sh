# Where things live and which versions are pinned. The other scripts source this file; it changes nothing on disk.
# shellcheck shell=bash disable=SC2034

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/vitrina"
data="$cache/data"
# The data set as the site carries it.
site_data="$cache/site-data"

rust_version="$(sed -n 's/^channel = "\(.*\)"$/\1/p' "$root/rust-toolchain.toml")"
# The newest Trunk that the pinned compiler builds.
trunk_version=0.21.14
# The command reads one version of the library's format only, so its number is read where the library is pinned.
wasm_bindgen_version="$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' "$root/Cargo.toml")"
# What cuts the page's program into parts must fit the library that marks where, which Leptos brings.
wasm_split_version="$(sed -n '/^name = "wasm_split_helpers"$/{n;s/^version = "\(.*\)"$/\1/p;}' "$root/Cargo.lock")"

tools="$cache/tools-trunk-$trunk_version-wasm-bindgen-$wasm_bindgen_version"
# Its version is in scripts/schemathesis.txt, with those of what it needs.
schemathesis="$cache/schemathesis-$(sed -n 's/^schemathesis==//p' "$root/scripts/schemathesis.txt")"
export PATH="$tools/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

# Clean checkouts share what they have compiled: Burn takes most of the time and changes least.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"

# How the page is compiled for the browser, beside what .cargo/config.toml says. Its pages can be cut out of it only
# while it says what calls what.
page_config='target.wasm32-unknown-unknown.rustflags=["--cfg=erase_components", "-Clink-arg=--emit-relocs"]'
# Where the pages lie that have been cut out, until they are in the site.
parts="$CARGO_TARGET_DIR/page-parts"

say() { printf 'vitrina: %s\n' "$*"; }

die() {
  printf 'vitrina: %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The first number in what `PROGRAM --version` prints.
major_version() { "$1" --version 2>/dev/null | awk '{ match($0, /[0-9]+/); print substr($0, RSTART, RLENGTH); exit }'; }

# Sets CHROME and CHROMEDRIVER to what is named there already or found, or to nothing.
find_browser() {
  local name major
  CHROME=${CHROME:-}
  CHROMEDRIVER=${CHROMEDRIVER:-}
  if [ -z "$CHROMEDRIVER" ]; then
    # CHROMEWEBDRIVER is the folder that hosted build machines name.
    for name in chromedriver "${CHROMEWEBDRIVER:-/nowhere}/chromedriver"; do
      if have "$name"; then CHROMEDRIVER=$(command -v "$name") && break; fi
    done
  fi
  if [ -z "$CHROME" ] && [ -n "$CHROMEDRIVER" ]; then
    # A driver drives browsers of its own version only, and a machine may have several.
    major=$(major_version "$CHROMEDRIVER")
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome \
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
      if have "$name" && [ "$(major_version "$name")" = "$major" ]; then
        CHROME=$(command -v "$name")
        break
      fi
    done
  fi
  export CHROME CHROMEDRIVER
}

# Checkouts share one target folder, and cargo tells fresh from stale by time alone: what another checkout compiled a
# moment ago would pass for this one's. So a checkout that was not the last one here marks its sources as changed.
claim_target() {
  local mark="$CARGO_TARGET_DIR/.checkout"
  mkdir -p "$CARGO_TARGET_DIR"
  if [ "$(cat "$mark" 2>/dev/null)" != "$root" ]; then
    find "$root/src" "$root/crates" "$root/tests" -name '*.rs' -exec touch {} +
    printf '%s\n' "$root" >"$mark"
  fi
}
