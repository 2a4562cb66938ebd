# Two commands a newcomer needs: make demo, make test.

export CGO_ENABLED = 0
GO ?= go
TESTFLAGS ?=
ROUNDS ?= 300

.PHONY: build demo test crash fuzz sweep corpus scale bench windows clean

build: ## the program for this machine, in bin/
	$(GO) build -trimpath -o bin/tongbao ./cmd/tongbao

demo: build ## a workspace with a year of sample returns, in demo/
	rm -rf demo
	./bin/tongbao demo demo

test: ## everything: vet, staticcheck, tests, the Windows build
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./cmd/tongbao
	$(GO) test -timeout 30m $(TESTFLAGS) ./...
	$(GO) test -tags crash -timeout 30m $(TESTFLAGS) -run 'Crash|EveryPoint|PlantedBug' ./ingest/crash ./cmd/tongbao/office

crash: ## ROUNDS kills at random, besides one at every named point
	TONGBAO_ROUNDS=$(ROUNDS) $(GO) test -tags crash -timeout 6h -run Crash -v ./cmd/tongbao/office

# Each target in turn, for FUZZTIME: -fuzz takes one target of one package.
FUZZTIME ?= 10s
fuzz: ## the parsers of what comes from outside, from the seeds in testdata/fuzz on
	$(GO) test ./ingest/sheet -run '^$$' -fuzz '^FuzzPreflight$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./ingest/sheet -run '^$$' -fuzz '^FuzzCells$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./ingest/read -run '^$$' -fuzz '^FuzzDay$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./ingest/word -run '^$$' -fuzz '^FuzzRead$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./ingest/read -run '^$$' -fuzz '^FuzzAmount$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./rules/scheme -run '^$$' -fuzz '^FuzzLoad$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./rules/formula -run '^$$' -fuzz '^FuzzCompile$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./ingest/disk -run '^$$' -fuzz '^FuzzFileName$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x
	$(GO) test ./output/pdf/ttf -run '^$$' -fuzz '^FuzzParse$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 5x

sweep: ## every byte of a return turned over, instead of the sample that test takes
	TONGBAO_SWEEP=all $(GO) test ./ingest/sheet -run 'Flipped|Cut' -timeout 60m

corpus: ## reads ../shared/corpus and the hostile families, writes the table ingest/sheet/CORPUS.md
	$(GO) test ./ingest/sheet -run '^TestCorpus$$|^TestHostile$$' -count=1 -update

SCALE ?= 2000x12
scale: ## SCALE task forces x months through the real path (x how many report: 20000x1x1000)
	TONGBAO_SCALE=$(SCALE) $(GO) test ./cmd/tongbao/office -run '^TestScale$$' -timeout 24h -count=1 -v

bench: ## the figures README quotes
	$(GO) test -run '^$$' -bench . -benchmem ./...

windows: ## tongbao.exe for an office PC
	GOOS=windows GOARCH=amd64 $(GO) build -trimpath -o bin/tongbao.exe ./cmd/tongbao

clean:
	rm -rf bin demo
