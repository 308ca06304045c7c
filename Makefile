# make run    a demonstration office on http://127.0.0.1:8080
# make test   everything that is checked
# make faults the same faults for an hour: kills, power cuts, failing disks
# make fuzz   every parser under libFuzzer, SECONDS=60 each
# make sanitize  tests under ThreadSanitizer and AddressSanitizer
# make coverage  how often intervals hold the truth, cell by cell
# make kiosk  pages and kiosk in a real browser, with long forms and times
# make bench  speed, as ratios to plain C and to peers (BENCH="--quick" for a short run)
SWIFT ?= swift
# What is not declared in Package.swift cannot be imported: the walls are a fact.
WALLS := --explicit-target-dependency-import-check error
# A start reads, relocates and keeps less of a program whose symbols are not exported, whose relative
# relocations are packed (glibc 2.36) and which holds the few parts of libstdc++ that it needs.
STATIC := $(CURDIR)/.build/static
LINK := -Xswiftc -use-ld=lld -Xswiftc -L -Xswiftc $(STATIC) -Xlinker --no-export-dynamic \
	-Xlinker -z -Xlinker pack-relative-relocs
RELEASE := -c release --static-swift-stdlib $(WALLS) $(LINK)
DATA ?= demo
LISTEN ?= 127.0.0.1:8080
SECONDS ?= 60
BENCH ?=

.PHONY: run build test faults fuzz sanitize coverage bench api kiosk assets format clean

run: build
	$$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong serve --demo --data $(DATA) --listen $(LISTEN)

build:
	scripts/install-packages build
	mkdir -p $(STATIC) && ln -sf "$$(clang -print-file-name=libstdc++.a)" $(STATIC)
	$(SWIFT) build $(RELEASE) --product hailong

# Pages are tried in a browser with the program as it is shipped, which must build optimised too;
# the other tests run the debug build beside them.
test: build
	scripts/install-packages test
	$(SWIFT) build --build-tests $(WALLS)
	HAILONG_PROGRAM=$$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong scripts/test-pages
	HAILONG_PROGRAM=$$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong scripts/test-kiosk
	$(SWIFT) test --skip-build

# The long forms of the tests with faults, on the program as it is shipped; as root, for mounts and
# for looking into processes.
faults: build
	scripts/install-packages test faults
	$(SWIFT) build --build-tests $(WALLS)
	HAILONG_FAULTS=1 HAILONG_PROGRAM=$$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong \
		$(SWIFT) test --skip-build --no-parallel \
		--filter 'KillTests|SealingTests|PowerCutTests|DiskErrorTests|FullDiskTests|WriterTests|StressTests|FrontTests|ConnectionTests|OverloadTests'

# Every parser under libFuzzer; PARSERS="json csv" for some.
fuzz:
	scripts/install-packages build
	SECONDS_EACH=$(SECONDS) scripts/fuzz $(PARSERS)

# Tests under ThreadSanitizer and AddressSanitizer, each built apart.
sanitize:
	scripts/install-packages build test
	scripts/sanitize thread address

# Coverage of the intervals: sums of binomial probabilities, and simulated clusters.
coverage:
	scripts/install-packages build test
	$(SWIFT) build --build-tests $(WALLS)
	HAILONG_COVERAGE=1 $(SWIFT) test --skip-build --filter StatisticsTests.CoverageTests

# Tries what docs/openapi.json promises on a running server, with generated requests.
api:
	scripts/install-packages build test
	$(SWIFT) build --product hailong $(WALLS)
	scripts/try-api $$($(SWIFT) build --show-bin-path)/hailong

# The kiosk in a real browser, with a month without a network; pictures in screenshots/.
kiosk:
	scripts/install-packages build test
	$(SWIFT) build --product hailong $(WALLS)
	HAILONG_PROGRAM=$$($(SWIFT) build --show-bin-path)/hailong HAILONG_TIMED=1 scripts/test-pages
	HAILONG_PROGRAM=$$($(SWIFT) build --show-bin-path)/hailong HAILONG_TIMED=1 KIOSK_LONG=1 \
		scripts/test-kiosk

# Load goes to this machine alone. Peers stand in Benchmarks/ and are no part of the product.
bench: build
	scripts/install-packages bench
	scripts/install-packages bench-analytics || true
	Benchmarks/bench --product $$($(SWIFT) build $(RELEASE) --show-bin-path)/hailong $(BENCH)

# Writes the list of embedded content anew after a file was added or removed.
assets:
	scripts/list-assets > Sources/CAssets/assets.c

format:
	$(SWIFT) format -i -r Sources Tests Package.swift

clean:
	rm -rf .build
