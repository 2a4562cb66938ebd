// java -cp "/usr/share/java/*" PoiFill.java BLANK CELLS.tsv OUT.xlsx
// CELLS.tsv is cells.json with a line a cell, tabs between, line breaks as \n.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.*;
import java.util.Date;
import org.apache.poi.ss.usermodel.*;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.*;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.*;

public class PoiFill {
    // Through POI's table of strings: setCellValue of 4.0.1 wants a schema older
    // than the one in POI's repository.
    static void text(XSSFWorkbook book, XSSFCell cell, String value) {
        CTRst entry = CTRst.Factory.newInstance();
        entry.setT(value);
        cell.getCTCell().setT(STCellType.S);
        cell.getCTCell().setV(Integer.toString(book.getSharedStringSource().addEntry(entry)));
    }

    public static void main(String[] args) throws Exception {
        try (XSSFWorkbook book = new XSSFWorkbook(new FileInputStream(args[0]))) {
            CellStyle day = book.createCellStyle();
            day.setDataFormat(book.createDataFormat().getFormat("yyyy-mm-dd"));
            for (String line : Files.readAllLines(Paths.get(args[1]), StandardCharsets.UTF_8)) {
                String[] w = line.split("\t", 4);
                CellReference at = new CellReference(w[1]);
                Sheet sheet = book.getSheet(w[0]);
                Row row = sheet.getRow(at.getRow());
                if (row == null) row = sheet.createRow(at.getRow());
                Cell cell = row.getCell(at.getCol(), Row.MissingCellPolicy.CREATE_NULL_AS_BLANK);
                switch (w[2]) {
                    case "n": cell.setCellValue(Double.parseDouble(w[3])); break;
                    case "d":
                        cell.setCellValue(DateUtil.getExcelDate(Date.from(LocalDate.parse(w[3]).atStartOfDay(ZoneId.systemDefault()).toInstant())));
                        cell.setCellStyle(day);
                        break;
                    default: text(book, (XSSFCell) cell, w[3].replace("\\n", "\n"));
                }
            }
            try (FileOutputStream out = new FileOutputStream(args[2])) {
                book.write(out);
            }
        }
    }
}
