"""Cells of the tables, from CSV or a workbook, as text with the row they stand in; bounded in size."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sim.errors import Text
from sim.problems import Problem, ScenarioErrors, shown

BOOK = "county.xlsx"
MAX_BYTES = 8 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 2_000
_ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheets in China write: UTF-8 with a mark, or the national code."""


@dataclass(frozen=True)
class Row:
    """One row of a table: its number as a spreadsheet shows it, and its cells as stripped text."""

    number: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


def fault(where: str, line: int, wrong: Text, right: Text) -> ScenarioErrors:
    """A problem that ends the reading."""
    return ScenarioErrors([Problem(where, line, "", wrong, right)])


def read_cells(file: Path) -> list[Row]:
    """Rows of a CSV file.

    Raises
    ------
    ScenarioErrors
        When the file is missing, too large, or no table of text.
    """
    raw = _bytes(file)
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise fault(
            shown(file), 0, Text("is neither UTF-8 nor GB18030 text", "不是 UTF-8 或 GB18030 文本"),
            Text("save it as CSV in UTF-8", "请另存为 UTF-8 编码的 CSV"),
        )  # fmt: skip
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
            rows.append(_row(shown(file), number, cells))
    except csv.Error as error:
        wrong = Text(f"cannot be read as CSV ({error})", f"无法按 CSV 读取（{error}）")
        right = Text("save the table as CSV again", "请重新另存为 CSV")
        raise fault(shown(file), len(rows) + 1, wrong, right) from error
    return rows


def read_book(file: Path) -> dict[str, list[Row]]:
    """Rows of every sheet of a workbook by name; of formulas the stored results are read, nothing is run.

    Raises
    ------
    ScenarioErrors
        When the file is no workbook or too large, packed or unpacked.
    """
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    name = shown(file)
    raw = _bytes(file)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise fault(name, 0, Text("is too large unpacked", "解压后过大"), _SMALLER)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and checks of cells that we do not read
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        return {page.title: list(_page(f"{name}[{page.title}]", page)) for page in book.worksheets}
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError) as error:
        raise fault(
            name, 0, Text("is no readable workbook", "不是可读的工作簿"),
            Text("save it as .xlsx again", "请重新另存为 .xlsx"),
        ) from error  # fmt: skip


_SMALLER = Text(
    f"give at most {MAX_BYTES // 2**20} MiB, {MAX_ROWS:,} rows and {MAX_COLUMNS} columns",
    f"文件不得超过 {MAX_BYTES // 2**20} MiB、{MAX_ROWS:,} 行、{MAX_COLUMNS} 列",
)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        wrong = Text(f"cannot be read ({error.strerror})", f"无法读取（{error.strerror}）")
        right = Text("take the file from a new folder of templates", "请从新生成的模板中取用")
        raise fault(shown(file), 0, wrong, right) from error
    if len(raw) > MAX_BYTES:
        raise fault(shown(file), 0, Text("is too large", "文件过大"), _SMALLER)
    return raw


def _page(name: str, page: object) -> Iterator[Row]:
    # the size that a sheet claims may be wrong, so rows are counted as they come
    for number, cells in enumerate(page.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
        texts = [_text(cell) for cell in cells[: MAX_COLUMNS + 1]]
        while texts and not texts[-1]:
            texts.pop()
        yield _row(name, number, texts)


def _row(where: str, number: int, cells: list[str]) -> Row:
    if number > MAX_ROWS or len(cells) > MAX_COLUMNS or any(len(one) > MAX_CELL for one in cells):
        raise fault(where, number, Text("is too large", "表格过大"), _SMALLER)
    return Row(number, tuple(one.strip() for one in cells))


def _text(cell: object) -> str:
    """Text of a cell as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (datetime, date)):
        return f"{cell:%Y-%m-%d}"
    return str(cell)
