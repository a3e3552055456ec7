# Vitrina. Each target sets up what it needs and says what it installs; the work is done in scripts/.

PORT ?= 8080
BASE ?= /
export PORT BASE

.DEFAULT_GOAL := help
.PHONY: help serve test build models data lint bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: ## build the release site and serve it on http://127.0.0.1:8080 (PORT=8081 for another port)
	@scripts/serve

test: ## run every test: native ones, then the built site in a real browser
	@scripts/test

build: ## build the static site into dist/ (BASE=/vitrina/ for a sub-path)
	@scripts/build

# One thread, so that the result does not depend on how many cores there are; two would be little faster.
models: data ## train every shipped weight again from the seed and set the monitor's limits, into public/models/
	@scripts/native data photos
	@RAYON_NUM_THREADS=1 scripts/native models
	@scripts/native calibrate

data: ## find or download the data set, and check it
	@scripts/setup data
	@scripts/native data "$${VITRINA_DATA:-$${XDG_CACHE_HOME:-$$HOME/.cache}/vitrina/data}"

lint: ## form, lints, licences of the dependencies; warnings are errors
	@scripts/lint

bench: ## print what loading and using the site costs in a real browser; PART=pages, cpu, webgpu or monitor alone
	@scripts/bench $(PART)

clean: ## remove dist/ (what is compiled stays in the user's cache, for other checkouts use it too)
	@rm -rf dist
