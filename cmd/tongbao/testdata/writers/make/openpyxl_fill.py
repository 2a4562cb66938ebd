# openpyxl_fill.py BLANK CELLS.json OUT.xlsx
import json, sys
from datetime import date
import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
for sheet, ref, kind, value in json.load(open(sys.argv[2], encoding="utf-8")):
    cell = book[sheet][ref]
    cell.value = date.fromisoformat(value) if kind == "d" else value
    if kind == "s":
        cell.data_type = "s"  # text that begins with = stays text
    if kind == "d":
        cell.number_format = "yyyy-mm-dd"
book.save(sys.argv[3])
