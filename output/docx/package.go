package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/output"
)

// zipTime is the time every part carries: the earliest a zip can hold.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack zips the parts sorted by name, which puts [Content_Types].xml first,
// where readers look for it.
func pack(parts map[string]string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return out.Bytes(), nil
}

const (
	prolog = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	officeTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	officeLinks = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

const contentTypes = prolog + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + officeTypes + `document.main+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="` + officeTypes + `fontTable+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + officeTypes + `footer+xml"/>` +
	`<Override PartName="/word/footer2.xml" ContentType="` + officeTypes + `footer+xml"/>` +
	`<Override PartName="/word/footer3.xml" ContentType="` + officeTypes + `footer+xml"/>` +
	`<Override PartName="/word/footer4.xml" ContentType="` + officeTypes + `footer+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + officeTypes + `header+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + officeTypes + `settings+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + officeTypes + `styles+xml"/></Types>`

const linksOpen = prolog + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

const packageLinks = linksOpen +
	`<Relationship Id="rId1" Type="` + officeLinks + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeLinks + `extended-properties" Target="docProps/app.xml"/></Relationships>`

const documentLinks = linksOpen +
	`<Relationship Id="rId1" Type="` + officeLinks + `styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + officeLinks + `settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeLinks + `fontTable" Target="fontTable.xml"/>` +
	`<Relationship Id="` + oddFooter + `" Type="` + officeLinks + `footer" Target="footer1.xml"/>` +
	`<Relationship Id="` + evenFooter + `" Type="` + officeLinks + `footer" Target="footer2.xml"/>` +
	`<Relationship Id="` + oddTurned + `" Type="` + officeLinks + `footer" Target="footer3.xml"/>` +
	`<Relationship Id="` + evenTurned + `" Type="` + officeLinks + `footer" Target="footer4.xml"/>` +
	`<Relationship Id="` + anyHeader + `" Type="` + officeLinks + `header" Target="header1.xml"/></Relationships>`

const appProperties = prolog + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>tongbao</Application></Properties>`

// settings: odd and even pages differ; punctuation may be squeezed; the marks
// that may not begin or end a line are those of GB/T 15834.
const settings = prolog + `<w:settings` + spaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="632"/><w:evenAndOddHeaders/>` +
	`<w:characterSpacingControl w:val="compressPunctuation"/>` +
	`<w:noLineBreaksAfter w:lang="zh-CN" w:val="（《「『【“‘〈〔［｛"/><w:noLineBreaksBefore w:lang="zh-CN" w:val="，。、；：？！）》」』】”’〉〕］｝%％"/>` +
	`<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>`

// coreProperties carry the document's own date, so that they do not tell one
// run from another; a draft without one has none.
func coreProperties(d *output.Document) string {
	stamp := ""
	if t, err := time.ParseInLocation("2006年1月2日", d.Date, ingest.Zone); err == nil {
		at := t.UTC().Format(time.RFC3339)
		stamp = `<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`
	}
	return prolog + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(strings.Join(d.Title, "")) + `</dc:title><dc:subject>` + escape(d.Subject) + `</dc:subject><dc:creator>` + escape(d.Author) + `</dc:creator>` +
		stamp + `<dc:language>zh-CN</dc:language></cp:coreProperties>`
}
