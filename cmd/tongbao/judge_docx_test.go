package main

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// judgeEditable reads every circular's .docx as another program would and
// compares it with the PDF beside it, both ways: each paragraph and each cell
// is in print, and each printed line of the main part is in the .docx.
func judgeEditable(t *testing.T, dir string) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext (poppler-utils)")
	}
	files, err := filepath.Glob(filepath.Join(dir, "out", "*", "*月月通报.docx"))
	if err != nil || len(files) != 12 {
		t.Fatalf("%d circulars to edit, %v", len(files), err)
	}
	for _, file := range files {
		print := strings.TrimSuffix(file, ".docx") + ".pdf"
		paragraphs := wordParagraphs(t, file)
		printed := pdfText(t, print)
		for _, p := range paragraphs {
			if !strings.Contains(printed, p) && !strings.Contains(pdfText(t, print, "-raw"), p) {
				t.Errorf("%s: not in print: %s", filepath.Base(file), p)
			}
		}
		if len(paragraphs) < 60 {
			t.Errorf("%s: only %d paragraphs and cells", filepath.Base(file), len(paragraphs))
		}
		all := strings.Join(paragraphs, "")
		for _, l := range mainLines(t, print) {
			if !strings.Contains(all, l) {
				t.Errorf("%s: printed, but not to be edited: %s", filepath.Base(file), l)
			}
		}
	}
}

// wordParagraphs are the texts of the file's paragraphs without white space,
// in order, empty ones left out.
func wordParagraphs(t *testing.T, file string) (list []string) {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	decoder, text, inText := xml.NewDecoder(f), "", false
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			inText = x.Name.Local == "t"
		case xml.CharData:
			if inText {
				text += string(x)
			}
		case xml.EndElement:
			inText = false
			if x.Name.Local == "p" && tight(text) != "" {
				list = append(list, tight(text))
			}
			if x.Name.Local == "p" {
				text = ""
			}
		}
	}
}

var startsAnnex = regexp.MustCompile(`(?m)^\s*附件\d*\s*$`)

// mainLines are the printed lines before the first annex, without page
// numbers and white space.
func mainLines(t *testing.T, file string) (list []string) {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range strings.Split(string(out), "\f") {
		if startsAnnex.MatchString(page) {
			break
		}
		for _, l := range strings.Split(pageNumber.ReplaceAllString(page, ""), "\n") {
			if tight(l) != "" {
				list = append(list, tight(l))
			}
		}
	}
	if len(list) < 20 {
		t.Errorf("%s: only %d printed lines", filepath.Base(file), len(list))
	}
	return list
}
