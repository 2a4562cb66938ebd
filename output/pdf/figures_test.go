package pdf

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/output"
	"tongbao/output/frozen"
)

// Every figure of a document prints a number of its own, from 3000 on. The page
// on which pdftotext finds that number is the one that Render names.
func TestFiguresKnowTheirPages(t *testing.T) {
	digits := regexp.MustCompile(`\d+`)
	for name, d := range map[string]*output.Document{"circular": frozen.Circular(), "ranking": frozen.Ranking()} {
		t.Run(name, func(t *testing.T) {
			numbers := numberFigures(d)
			r, path := render(t, d)
			key := map[string]string{}
			for k, n := range numbers {
				key[n] = k
			}
			found := map[string][]int{}
			for i, page := range strings.Split(tool(t, "pdftotext", path, "-"), "\f") {
				for _, n := range digits.FindAllString(page, -1) {
					if k := key[n]; k != "" && !slices.Contains(found[k], i+1) {
						found[k] = append(found[k], i+1)
					}
				}
			}
			if len(numbers) < 100 {
				t.Fatalf("%d figures", len(numbers))
			}
			if len(found) == 0 || len(r.Figures) != len(numbers) {
				t.Errorf("%d figures, %d of them found, %d named", len(numbers), len(found), len(r.Figures))
			}
			for _, k := range slices.Sorted(maps.Keys(numbers)) {
				if !slices.Equal(found[k], r.Figures[k]) || len(found[k]) != 1 {
					t.Errorf("%s is printed on %v; Render names %v", k, found[k], r.Figures[k])
				}
			}
		})
	}
}

// numberFigures makes a figure of every amount with two decimals in the text,
// of every cell that is a number and of every number at a bar, and lets it
// print a number of its own. The answer is those numbers by the figures' keys.
func numberFigures(d *output.Document) map[string]string {
	amount, cell := regexp.MustCompile(`\d+\.\d\d`), regexp.MustCompile(`^[−+]?\d+(\.\d+)?$`)
	numbers := map[string]string{}
	figure := func() (key, number string) {
		number = strconv.Itoa(3000 + len(numbers))
		numbers["figure/"+number] = number
		return "figure/" + number, number
	}
	bodies := [][]output.Block{d.Body}
	for _, a := range d.Annexes {
		bodies = append(bodies, a.Body)
	}
	for _, body := range bodies {
		for at, b := range body {
			switch b := b.(type) {
			case output.Paragraph:
				text := output.Join(b.Text)
				b.Text = nil
				from := 0
				for _, m := range amount.FindAllStringIndex(text, -1) {
					key, number := figure()
					b.Text = append(b.Text, output.Span{Text: text[from:m[0]]}, output.Span{Text: number, Figure: key})
					from = m[1]
				}
				b.Text = append(b.Text, output.Span{Text: text[from:]})
				body[at] = b
			case *output.Table:
				for _, row := range b.Rows {
					for i := range row {
						if cell.MatchString(row[i].Text) {
							row[i].Figure, row[i].Text = figure()
						}
					}
				}
			case *output.Chart:
				for k := range b.Series {
					s := &b.Series[k]
					s.Keys = make([]string, len(s.Texts))
					for i := range s.Texts {
						if s.Texts[i] != "" {
							s.Keys[i], s.Texts[i] = figure()
						}
					}
				}
			}
		}
	}
	return numbers
}
