// node sheetjs_fill.js BLANK CELLS.json OUT.xlsx
const XLSX = require("xlsx");
const fs = require("fs");
const [blank, cells, out] = process.argv.slice(2);
const book = XLSX.read(fs.readFileSync(blank), { cellStyles: true, cellDates: false });
for (const [sheet, ref, kind, value] of JSON.parse(fs.readFileSync(cells, "utf8"))) {
  const ws = book.Sheets[sheet];
  if (kind === "d") ws[ref] = { t: "n", v: Date.parse(value + "T00:00:00Z") / 86400000 + 25569, z: "yyyy-mm-dd" };
  else ws[ref] = { t: kind, v: value };
}
XLSX.writeFile(book, out, { bookSST: true, compression: true });
