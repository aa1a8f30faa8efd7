"""Holds a workbook of papers against the CSVs beside it.

Usage: workbooks.py FOLDER LANGUAGE [SHOWN]
FOLDER has papers.LANGUAGE.xlsx and NAME.LANGUAGE.csv for each sheet. SHOWN has what LibreOffice shows of each sheet.
"""

import csv
import datetime
import decimal
import pathlib
import re
import sys

import openpyxl

folder, language = pathlib.Path(sys.argv[1]), sys.argv[2]
shown = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
IMPRINT = 5  # unit, who filled it in, two dates, and the mark of simulated data


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def safe(text):
    """What a CSV has of a text: an apostrophe before whatever would be a formula."""
    return re.sub(r"(^|[;\t])(?=[=+\-@\t\r\n＝＋－＠])", r"\1'", text)


def told(cell):
    """A cell as a CSV has it."""
    value = cell.value
    if isinstance(value, datetime.datetime):
        assert cell.number_format == "yyyy-mm-dd" and value.time() == datetime.time(), cell
        return value.date().isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = decimal.Decimal(repr(value))
        if cell.number_format == "0.00%":
            return f"{number * 100:.2f}%"
        assert re.fullmatch(r"0|#,##0\.0+", cell.number_format), cell.number_format
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    assert cell.data_type == "s", (cell, cell.data_type)
    if safe(value) != value:
        assert cell.quotePrefix or cell._style.quotePrefix, cell
    return safe(value)


book = openpyxl.load_workbook(folder / f"papers.{language}.xlsx")
names = [sheet.title for sheet in openpyxl.load_workbook(folder / "papers.en.xlsx", read_only=True)]
assert len(names) == len(book.worksheets) > 20, len(names)
held = formulas = 0
for name, sheet in zip(names, book.worksheets):
    table = rows_of(folder / f"{name}.{language}.csv")
    headings, wide = table[0][:-IMPRINT], len(table[0]) - IMPRINT
    rows = [row[:wide] for row in table[1:]]
    first = int(re.match(r"[A-Z]+(\d+)$", sheet.freeze_panes)[1])
    found = list(sheet.iter_rows(min_row=first, max_col=wide, max_row=first + max(len(rows), 1) - 1))
    if rows:
        assert [[told(cell) for cell in row] for row in found] == rows, name
        held += sum(map(len, rows))
    last = [cell.value for cell in sheet[first - 1][:wide]]
    above = [cell.value for cell in sheet[first - 2][:wide]]
    for heading, low, high in zip(headings, last, above):
        # the unit stands on a line of its own
        assert "".join(heading.split()).endswith("".join((low or high).split())), (name, heading, low, high)
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f", cell
    # on paper: across one sheet, headings and what it says of itself on every one
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage, name
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0)), name
    assert sheet.page_setup.paperSize == ("8" if wide > 16 else "9") or sheet.page_setup.paperSize == (8 if wide > 16 else 9), name
    assert sheet.print_title_rows in (f"1:{first - 1}", f"$1:${first - 1}"), sheet.print_title_rows
    mark = {"zh": "模拟数据", "en": "SYNTHETIC DATA"}[language]
    assert sheet.oddHeader.right.text == mark and mark in sheet.cell(2, 1).value, name
    assert "推进办" in sheet.oddHeader.left.text and "张三" in sheet.oddFooter.left.text, name
    assert table[0][-IMPRINT + 2] in sheet.oddFooter.right.text, name
    if shown:
        found = rows_of(shown / f"papers.{language}-{sheet.title}.csv")
        body = found[first - 1 : first - 1 + len(rows)]
        assert len(body) == len(rows), name
        for cells, row in zip(body, rows):
            for cell, text in zip(cells, row):
                is_number = re.fullmatch(r"-?\d+(\.\d+)?", text)
                same = decimal.Decimal(cell.replace(",", "")) == decimal.Decimal(text) if is_number else safe(cell) == text
                assert same, (name, cell, text)
print(f"{folder.name}/papers.{language}.xlsx: {len(names)} sheets, {held} cells as in the CSVs")
