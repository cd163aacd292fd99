"""Templates written: empty or with the made-up example, as CSV files or as one workbook."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.county.read import BOOK, read_cells
from sim.county.templates import (
    COUNTY,
    ITEMS,
    MARK,
    NAMES_ROW,
    PRIVACY,
    SCHEMA,
    SHEETS,
    Sheet,
    template_folder,
)
from sim.errors import Text, UserError

REQUIRED = Text("required", "必填")
_WIDTH = 18


def example_folder() -> Path:
    """Folder of the made-up county that ships."""
    return template_folder() / "example"


def heading(sheet: Sheet) -> list[list[str]]:
    """First rows of a table: version and privacy, names, meanings in both languages, units."""
    columns = sheet.columns
    units = [_both(one.unit) + (f" {_both(REQUIRED)}" if one.required else "") for one in columns]
    return [
        [f"{MARK} {SCHEMA} {sheet.name}", _both(sheet.title), _both(PRIVACY)],
        [one.name for one in columns],
        _remark([one.says.zh for one in columns]),
        _remark([one.says.en for one in columns]),
        _remark([one.strip() for one in units]),
    ]


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _remark(cells: Sequence[str]) -> list[str]:
    """Mark a row as one that is not read."""
    return ["# " + cells[0], *cells[1:]]


def new_county(
    folder: Path, form: str, given: Mapping[str, str] | None = None, *, example: bool = False
) -> list[Path]:
    """Write the templates.

    Parameters
    ----------
    folder : Path
        Must be new or empty.
    form : str
        One of `FORMATS`.
    given : mapping of str to str, optional
        Items of the county that are known already.
    example : bool
        Whether the made-up county fills them.

    Returns
    -------
    list of Path
        Files written.

    Raises
    ------
    UserError
        When the folder holds something or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("the folder exists and is not empty", "文件夹已存在且非空", str(folder))
    rows = {sheet.name: _rows(sheet, given or {}, example) for sheet in SHEETS}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if form == "xlsx":
            return [_book(folder / BOOK, rows)]
        return [_csv(folder / f"{sheet}.csv", heading(_of(sheet)) + body) for sheet, body in rows.items()]
    except OSError as error:
        raise UserError(
            f"cannot be written ({error.strerror})", f"无法写入（{error.strerror}）", str(folder)
        ) from error


def _of(name: str) -> Sheet:
    return next(one for one in SHEETS if one.name == name)


def _rows(sheet: Sheet, given: Mapping[str, str], example: bool) -> list[list[str]]:
    """Rows below the heading."""
    if example:
        found = read_cells(example_folder() / f"{sheet.name}.csv")
        return [list(row.cells) for row in found[NAMES_ROW:] if not row.cells[0].startswith("#")]
    if sheet is not COUNTY:
        return []
    return [
        [
            one.name, given.get(one.name, ""), _both(one.unit),
            one.says.zh + (f"（{REQUIRED.zh}）" if one.required else ""),
            one.says.en + (f" ({REQUIRED.en})" if one.required else ""),
        ]
        for one in ITEMS
    ]  # fmt: skip


def _csv(file: Path, rows: list[list[str]]) -> Path:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    part = file.with_suffix(".part")
    part.write_text(text.getvalue(), encoding="utf-8-sig")  # spreadsheets know UTF-8 by the mark
    os.replace(part, file)
    return file


def _book(file: Path, rows: dict[str, list[list[str]]]) -> Path:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, body in rows.items():
        page = book.create_sheet(name)
        head = heading(_of(name))
        for row in head + [[_typed(cell) for cell in row] for row in body]:
            page.append(row)
        page.freeze_panes = page.cell(len(head) + 1, 1)
        for cells in page.iter_rows(min_row=1, max_row=len(head)):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=cell.row > 1, vertical="top")
                cell.fill = PatternFill("solid", fgColor="DDEBF7" if cell.row == 2 else "F2F2F2")
                cell.font = Font(bold=cell.row == 2, color="000000" if cell.row == 2 else "595959")
        for column in range(1, len(_of(name).columns) + 1):
            page.column_dimensions[get_column_letter(column)].width = _WIDTH
    part = file.with_suffix(".part")
    book.save(part)
    os.replace(part, file)
    return file


def _typed(cell: str) -> str | int | float:
    """Numbers as numbers, so that a spreadsheet can add them."""
    try:
        return int(cell)
    except ValueError:
        try:
            return float(cell)
        except ValueError:
            return cell
