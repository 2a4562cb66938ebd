# Two commands a newcomer needs: make demo, make test.

export CGO_ENABLED = 0
GO ?= go
TESTFLAGS ?=

.PHONY: build demo test bench windows clean

build: ## the program for this machine, in bin/
	$(GO) build -trimpath -o bin/tongbao ./cmd/tongbao

demo: build ## a workspace with a year of sample returns, in demo/
	rm -rf demo
	./bin/tongbao demo demo

test: ## everything: vet, staticcheck, tests, the Windows build
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./cmd/tongbao
	$(GO) test $(TESTFLAGS) ./...

bench: ## the figures README quotes
	$(GO) test -run '^$$' -bench . -benchmem ./...

windows: ## tongbao.exe for an office PC
	GOOS=windows GOARCH=amd64 $(GO) build -trimpath -o bin/tongbao.exe ./cmd/tongbao

clean:
	rm -rf bin demo
