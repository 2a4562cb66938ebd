# Two commands a newcomer needs: make demo, make test.

export CGO_ENABLED = 0
GO ?= go
TESTFLAGS ?=
ROUNDS ?= 300

.PHONY: build demo test crash fuzz sweep corpus goldens scale bench windows wine clean

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

# Each target in turn: -fuzz takes one target of one package. A budget in
# inputs, about 5 s of each on two cores, not in seconds: at the end of a time
# budget the fuzzing engine itself may fail (go.dev/issue/75804).
FUZZ ?= 1
fuzzed = $(GO) test ./$(1) -run '^$$$$' -fuzz '^$(2)$$$$' -fuzztime $(shell expr $(FUZZ) \* $(3))x -fuzzminimizetime 5x
fuzz: ## the parsers of what comes from outside, from the seeds in testdata/fuzz on; FUZZ times as long
	$(call fuzzed,ingest/sheet,FuzzPreflight,20000)
	$(call fuzzed,ingest/sheet,FuzzCells,3000)
	$(call fuzzed,ingest/read,FuzzDay,20000)
	$(call fuzzed,ingest/read,FuzzAmount,30000)
	$(call fuzzed,ingest/word,FuzzRead,150000)
	$(call fuzzed,ingest/disk,FuzzFileName,50000)
	$(call fuzzed,rules/scheme,FuzzLoad,500)
	$(call fuzzed,rules/formula,FuzzCompile,60000)
	$(call fuzzed,output/pdf/ttf,FuzzParse,20000)

sweep: ## every byte of a return turned over, instead of the sample that test takes
	TONGBAO_SWEEP=all $(GO) test ./ingest/sheet -run 'Flipped|Cut' -timeout 60m

corpus: ## reads ../shared/corpus and the hostile families, writes the table ingest/sheet/CORPUS.md
	$(GO) test ./ingest/sheet -run '^TestCorpus$$|^TestHostile$$' -count=1 -update

goldens: ## the documents, texts and pictures that tests compare with, written anew: look at the changes
	$(GO) test ./cmd/tongbao/office -run '^TestFreeze$$' -count=1 -update
	$(GO) test ./output ./output/pdf -count=1 -update

SCALE ?= 2000x12
scale: ## SCALE task forces x months through the real path (x how many report: 20000x1x1000)
	TONGBAO_SCALE=$(SCALE) $(GO) test ./cmd/tongbao/office -run '^TestScale$$' -timeout 24h -count=1 -v

bench: ## the figures README quotes
	$(GO) test -run '^$$' -bench . -benchmem ./...

windows: ## tongbao.exe for an office PC
	GOOS=windows GOARCH=amd64 $(GO) build -trimpath -o bin/tongbao.exe ./cmd/tongbao

wine: build windows ## tongbao.exe under wine beside the Linux program: the same files
	bash .ci/wine

clean:
	rm -rf bin demo
