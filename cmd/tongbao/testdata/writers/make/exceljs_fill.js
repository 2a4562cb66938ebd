// node exceljs_fill.js BLANK CELLS.json OUT.xlsx
const ExcelJS = require("exceljs");
const fs = require("fs");
const [blank, cells, out] = process.argv.slice(2);
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(blank);
  for (const [sheet, ref, kind, value] of JSON.parse(fs.readFileSync(cells, "utf8"))) {
    const cell = book.getWorksheet(sheet).getCell(ref);
    cell.value = kind === "d" ? new Date(value + "T00:00:00Z") : value;
    if (kind === "d") cell.numFmt = "yyyy-mm-dd";
  }
  await book.xlsx.writeFile(out);
})();
