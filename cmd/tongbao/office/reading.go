package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tongbao/cmd/tongbao/bounded"
	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
	"tongbao/output"
	"tongbao/output/xlsx"
)

// Files that are small by every measure are read by this process: the caps of
// package sheet bound them. Of any other nobody can promise what it takes, so
// a child process reads it, and marks it for its sender, and is ended at the
// limits of 设置: the file is refused, the run goes on. A child costs as much
// again as reading an ordinary return (BenchmarkReadInChild beside
// BenchmarkReadHere), too much for each of them.

// Jobs is what a child process of the program can be asked to do: the program
// hands them to bounded.Main.
func Jobs() map[string]bounded.Job {
	return map[string]bounded.Job{readJob: job(readFile), annotateJob: job(annotateFile)}
}

const (
	readJob     = "read"
	annotateJob = "annotate"
)

// job takes its request and gives its answer as JSON.
func job[Q, A any](do func(Q) (A, error)) bounded.Job {
	return func(request []byte) ([]byte, error) {
		var q Q
		if err := json.Unmarshal(request, &q); err != nil {
			return nil, err
		}
		a, err := do(q)
		if err != nil {
			return nil, err
		}
		return json.Marshal(a)
	}
}

// inChild has a child do a job.
func inChild[Q, A any](ctx context.Context, name string, q Q, l bounded.Limits) (a A, err error) {
	request, err := json.Marshal(q)
	if err != nil {
		return a, err
	}
	answer, err := bounded.Run(ctx, name, request, l)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(answer, &a)
}

type readRequest struct {
	Path, Name, SHA256 string
	Book               form.Book
	Limits             sheet.Limits
}

type readAnswer struct {
	Return   *ingest.Return
	Findings finding.List
}

func readFile(q readRequest) (a readAnswer, err error) {
	a.Return, a.Findings, err = read.Read(q.Path, q.Name, q.SHA256, q.Book, q.Limits)
	return a, err
}

type annotateRequest struct {
	Original []byte
	Receipt  output.Receipt
}

func annotateFile(q annotateRequest) ([]byte, error) { return xlsx.Annotate(q.Original, q.Receipt) }

// read is read.Read, by a child where the file is not modest.
func (o *Office) read(ctx context.Context, path, name, sum string, book form.Book) (*ingest.Return, finding.List, error) {
	q := readRequest{path, name, sum, book, o.limits()}
	err := bounded.ErrNoChild
	var a readAnswer
	if !sheet.Modest(path) {
		a, err = inChild[readRequest, readAnswer](ctx, readJob, q, o.bounds())
	}
	switch {
	case errors.Is(err, bounded.ErrNoChild):
		a, err = readFile(q)
	case errors.Is(err, bounded.ErrLimit):
		return nil, finding.List{overLimit(o.bounds())}, nil
	}
	return a.Return, a.Findings, err
}

// annotate is xlsx.Annotate, by a child where the file is not modest.
func (o *Office) annotate(original []byte, r output.Receipt) ([]byte, error) {
	q := annotateRequest{original, r}
	if sheet.ModestBytes(original) {
		return annotateFile(q)
	}
	content, err := inChild[annotateRequest, []byte](context.Background(), annotateJob, q, o.bounds())
	if errors.Is(err, bounded.ErrNoChild) {
		return annotateFile(q)
	}
	return content, err
}

// bounds are what a child may take.
func (o *Office) bounds() bounded.Limits {
	return bounded.Limits{
		CPU:    time.Duration(max(1, o.setting("单个文件读取时限", 10))) * time.Second,
		Memory: int64(max(128, o.setting("单个文件读取内存", 512))) << 20,
	}
}

func overLimit(l bounded.Limits) finding.Finding {
	return finding.Finding{Code: "F-LIMIT", Level: finding.Error,
		Message: fmt.Sprintf("读取这份文件所需的时间或内存超过上限（%d秒、%dMB），远超一份月报表，已停止读取。", l.CPU/time.Second, l.Memory>>20),
		Hint:    "请删除多余的行、列、图片和格式，或把内容粘贴到下发的空白月报表后再报送。"}
}
