"""The tables of a county as they stand in a folder: every cell read, every fault of a cell noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.county.cells import CellFault, Value, is_identity, value_of
from sim.county.read import BOOK, Row, read_book, read_cells
from sim.county.templates import COUNTY, ITEMS, MARK, NAMES_ROW, SCHEMA, SHEETS, Column, Sheet
from sim.errors import Text
from sim.problems import Problem, ScenarioErrors, nearest, shown


@dataclass(frozen=True)
class Entry:
    """One row of a table with the meaning of its cells; empty cells are absent.

    Attributes
    ----------
    file : str
        File, for a workbook with the sheet, as the user would type it.
    row : int
        Row as a spreadsheet numbers it.
    values : mapping of str to str or float
    """

    file: str
    row: int
    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """Text of a cell, '' when empty."""
        return str(self.values.get(name, ""))

    def number(self, name: str) -> float | None:
        """Number of a cell, None when empty."""
        found = self.values.get(name)
        return float(found) if isinstance(found, (int, float)) else None

    def problem(self, column: str, wrong: Text, right: Text, guess: str = "") -> Problem:
        """A problem of a cell of this row."""
        return Problem(self.file, self.row, column, wrong, right, guess)


@dataclass
class CountyTables:
    """A county's tables.

    Attributes
    ----------
    folder : Path
    files : tuple of Path
        What was read, for the fingerprint of what was built from it.
    sheets : dict of str to list of Entry
        Rows by table; a table that is not there has none.
    names : dict of str to str
        Each table as the user would type it.
    items : Entry
        The table of the county as one row of items.
    rows_of : dict of str to int
        Row of each item.
    problems : list of Problem
    """

    folder: Path
    files: tuple[Path, ...] = ()
    sheets: dict[str, list[Entry]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    items: Entry = field(default_factory=lambda: Entry("", 0, {}))
    rows_of: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def item_problem(self, name: str, wrong: Text, right: Text, guess: str = "") -> None:
        """Note a problem of an item of the county."""
        row = self.rows_of.get(name, 0)
        self.problems.append(Problem(self.items.file, row, name, wrong, right, guess))


def read_tables(folder: Path) -> CountyTables:
    """Read the tables of a folder; faults of cells are in `problems`.

    Raises
    ------
    ScenarioErrors
        When there is nothing to read, or a file is no table.
    """
    found = CountyTables(folder)
    raw = _raw(found)
    for sheet in SHEETS:
        name, rows = raw.get(sheet.name, ("", []))
        found.names[sheet.name] = name
        if not name:
            if sheet.required:
                found.problems.append(_missing(found, sheet))
            found.sheets[sheet.name] = []
        elif sheet is COUNTY:
            _read_items(found, name, rows)
        else:
            found.sheets[sheet.name] = list(_entries(found, sheet, name, rows))
    return found


def _raw(found: CountyTables) -> dict[str, tuple[str, list[Row]]]:
    """Rows by table with the name under which each is shown."""
    book = found.folder / BOOK
    files = [file for sheet in SHEETS if (file := found.folder / f"{sheet.name}.csv").is_file()]
    if book.is_file() and files:
        raise ScenarioErrors([
            Problem(
                shown(found.folder), 0, "",
                Text(f"holds {BOOK} and {files[0].name}", f"同时有 {BOOK} 与 {files[0].name}"),
                Text("keep the workbook or the CSV files, not both", "工作簿与 CSV 文件只保留一种"),
            )
        ])  # fmt: skip
    if book.is_file():
        found.files = (book,)
        return {name: (f"{shown(book)}[{name}]", rows) for name, rows in read_book(book).items()}
    if not files:
        raise ScenarioErrors([
            Problem(
                shown(found.folder), 0, "", Text("holds no tables of a county", "没有县级数据表"),
                Text("make them with `countycare county new DIR`", "请用 countycare county new DIR 生成模板"),
            )
        ])  # fmt: skip
    found.files = tuple(files)
    return {file.stem: (shown(file), read_cells(file)) for file in files}


def _missing(found: CountyTables, sheet: Sheet) -> Problem:
    return Problem(
        shown(found.folder), 0, "", Text(f"table {sheet.name} is missing", f"缺少表 {sheet.name}"),
        Text("take it from a new folder of templates", "请从新生成的模板中取回"),
    )  # fmt: skip


def _positions(found: CountyTables, sheet: Sheet, name: str, rows: list[Row]) -> dict[int, Column]:
    """Columns by position; faults of the first two rows are noted."""
    first = rows[0].cells[0].split() if rows and rows[0].cells else []
    title = f"{MARK} {SCHEMA} {sheet.name}"
    if first != title.split():
        wrong = Text(f"does not begin with “{title}”", f"首格不是“{title}”")
        if [*first[:1], *first[2:]] == [MARK, sheet.name]:
            wrong = Text(
                f"has version {first[1]}; this program reads {SCHEMA}",
                f"模板版本为 {first[1]}，本程序读取版本 {SCHEMA}",
            )
        right = Text(
            "copy your rows into a new template and leave its first rows as they are",
            "请把数据粘贴到新模板，勿改动前几行",
        )
        found.problems.append(Problem(name, 1, "", wrong, right))
    names = rows[NAMES_ROW - 1].cells if len(rows) >= NAMES_ROW else ()
    known = {one.name: one for one in sheet.columns}
    placed: dict[int, Column] = {}
    for position, head in enumerate(names):
        if head in known and known[head] not in placed.values():
            placed[position] = known[head]
        elif head:
            twice = head in known
            wrong = (
                Text("stands twice", "重复") if twice else Text("is no column of this table", "本表没有此列")
            )
            right = Text(
                f"the columns are {', '.join(known)}; nothing else may be given",
                f"可用列：{', '.join(known)}；不得增加其他内容",
            )
            guess = "" if twice else nearest(head, known)
            found.problems.append(Problem(name, NAMES_ROW, head, wrong, right, guess))
    for column in sheet.columns:
        if column.required and column not in placed.values():
            wrong = Text("this column is missing", "缺少此列")
            right = Text("copy row 2 from a new template", "请从新模板复制第 2 行")
            found.problems.append(Problem(name, NAMES_ROW, column.name, wrong, right))
    return placed


def _entries(found: CountyTables, sheet: Sheet, name: str, rows: list[Row]) -> Iterator[Entry]:
    placed = _positions(found, sheet, name, rows)
    for row in rows[NAMES_ROW:]:
        if row.empty or row.cells[0].startswith("#"):
            continue
        values: dict[str, Value] = {}
        for position, column in placed.items():
            text = row.cells[position] if position < len(row.cells) else ""
            _read_cell(found, name, row.number, column, text, values)
        yield Entry(name, row.number, values)


def _read_cell(
    found: CountyTables, name: str, row: int, column: Column, text: str, values: dict[str, Value]
) -> None:
    """Put the meaning of a cell among the values of its row, or note what is wrong with it."""
    if is_identity(text):
        found.problems.append(Problem(
            name, row, column.name, Text("holds what looks like an identity number", "疑似身份证号"),
            Text("only sums may be given, nothing of single people", "只可填写汇总数据，不得含个人信息"),
        ))  # fmt: skip
    elif not text:
        if column.required:
            found.problems.append(Problem(
                name, row, column.name, Text("is empty", "未填写"),
                Text(f"give: {column.says.en}", f"请填写：{column.says.zh}"),
            ))  # fmt: skip
    else:
        try:
            values[column.name] = value_of(column, text)
        except CellFault as error:
            found.problems.append(Problem(name, row, column.name, error.wrong, error.right, error.guess))


def _read_items(found: CountyTables, name: str, rows: list[Row]) -> None:
    """The table of the county: items by name, in the place of columns."""
    listed = list(_entries(found, COUNTY, name, rows))
    known = {one.name: one for one in ITEMS}
    values: dict[str, Value] = {}
    for entry in listed:
        item = entry.text("item")
        if item not in known or item in found.rows_of:
            wrong = Text("stands twice", "重复") if item in known else Text("is no item", "没有这个项目")
            found.problems.append(entry.problem(
                item, wrong, Text("take the items from a new template", "项目请以新模板为准"),
                "" if item in known else nearest(item, known),
            ))  # fmt: skip
            continue
        found.rows_of[item] = entry.row
        _read_cell(found, name, entry.row, known[item], entry.text("value"), values)
    for column in ITEMS:
        if column.required and column.name not in found.rows_of:
            wrong = Text("this item is missing", "缺少此项目")
            right = Text(f"add its row: {column.says.en}", f"请补此行：{column.says.zh}")
            found.problems.append(Problem(name, 0, column.name, wrong, right))
    found.items = Entry(name, 0, values)
    found.sheets[COUNTY.name] = listed
