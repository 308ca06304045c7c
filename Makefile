# make run    a demonstration office on http://127.0.0.1:8080
# make test   everything that is checked
# make bench  speed, as ratios to plain C and to peers (BENCH="--quick" for a short run)
SWIFT ?= swift
# What is not declared in Package.swift cannot be imported: the walls are a fact.
WALLS := --explicit-target-dependency-import-check error
RELEASE := -c release --static-swift-stdlib $(WALLS)
DATA ?= demo
LISTEN ?= 127.0.0.1:8080

BENCH ?=

.PHONY: run build test bench api assets format clean

run: build
	$$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong serve --demo --data $(DATA) --listen $(LISTEN)

build:
	scripts/install-packages build
	$(SWIFT) build $(RELEASE) --product hailong

# Tests run the program itself too, as a debug build beside them.
test:
	scripts/install-packages build test
	$(SWIFT) build --build-tests $(WALLS)
	$(SWIFT) test --skip-build

# Tries what docs/openapi.json promises on a running server, with generated requests.
api:
	scripts/install-packages build test
	$(SWIFT) build --product hailong $(WALLS)
	scripts/try-api $$($(SWIFT) build --show-bin-path)/hailong

# Load goes to this machine alone. Peers stand in Benchmarks/ and are no part of the product.
bench: build
	scripts/install-packages bench
	Benchmarks/bench --product $$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong $(BENCH)

# Writes the list of embedded content anew after a file was added or removed.
assets:
	scripts/list-assets > Sources/CAssets/assets.c

format:
	$(SWIFT) format -i -r Sources Tests Package.swift

clean:
	rm -rf .build
