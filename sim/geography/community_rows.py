"""Rows of the table of medical communities, read and checked as far as the table alone allows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import UserError
from sim.geography.tables import data_folder
from sim.problems import nearest

ALL_OTHERS = "*"
"""Member that stands for all public institutions of the county which no other row names."""
SHIPPED = "communities.csv"
_REQUIRED = ("county_code", "number", "lead", "members")
_COLUMNS = (
    *_REQUIRED, "name_zh", "name_en", "centres", "villages", "residents", "clinics", "evidence", "source",
    "note",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One community.

    Attributes
    ----------
    county, number : str
        Code of the county, and the number of the community in it.
    lead : str
        Chinese name or id of the hospital that leads; empty for the general, else the TCM hospital.
    members : tuple of str
        Townships (their centres, and clinics where `clinics` says so) and hospitals, by name, code or id.
    takes_the_rest : bool
        Whether all other public institutions belong to it.
    centres, villages, residents : int
        Townships in all, where they are not all named, and the villages and residents that the drawn ones
        should come to; 0 where not known.
    clinics : bool
        Whether the village clinics of its townships belong to it.
    where : str
        File and line.
    shipped : bool
        Whether the row is the project's and not a user's.
    """

    county: str
    number: str
    lead: str
    members: tuple[str, ...]
    takes_the_rest: bool
    centres: int
    villages: int
    residents: int
    clinics: bool
    where: str
    shipped: bool = True

    @property
    def id(self) -> str:
        """Id of the community, such as 130324-1."""
        return f"{self.county}-{self.number}"

    @classmethod
    def of_all(cls, county: str) -> Row:
        """One community of all public institutions of a county."""
        return cls(county, "1", "", (), True, 0, 0, 0, True, "")


def read_rows(own: Path | None, counties: list[str]) -> dict[str, list[Row]]:
    """Rows by county: a user's for the counties that their table names, else the shipped ones.

    Raises
    ------
    UserError
        With file and line for the first thing that is wrong.
    """
    shipped = _read(data_folder() / SHIPPED)
    if own is None:
        return shipped
    mine = {code: [replace(row, shipped=False) for row in rows] for code, rows in _read(own).items()}
    for code, rows in mine.items():
        if code not in counties:
            raise UserError(
                f"county {code} is not simulated here; there are {', '.join(counties)}",
                f"本方案没有县级单位 {code}；有 {'、'.join(counties)}", rows[0].where,
            )  # fmt: skip
    return shipped | mine


def _read(path: Path) -> dict[str, list[Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_heading(path, reader.fieldnames or [])
            lines = [(reader.line_num, line) for line in reader if any(line.values())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(
            "this cannot be read as CSV in UTF-8", "无法按 UTF-8 编码的 CSV 读取", path.name
        ) from error
    found: dict[str, list[Row]] = {}
    for number, line in lines:
        row = _row({k: (v or "").strip() for k, v in line.items() if k}, f"{path.name}:{number}")
        mine = found.setdefault(row.county, [])
        if row.id in [one.id for one in mine]:
            raise UserError(f"community {row.id} is listed twice", f"医共体 {row.id} 重复列出", row.where)
        if row.takes_the_rest and any(one.takes_the_rest for one in mine):
            raise UserError(
                f"two communities of {row.county} take all other institutions ({ALL_OTHERS})",
                f"{row.county} 有两个医共体都收入其余全部机构（{ALL_OTHERS}）", row.where,
            )  # fmt: skip
        mine.append(row)
    return found


def _check_heading(path: Path, heading: Sequence[str]) -> None:
    for name in _REQUIRED:
        if name not in heading:
            raise UserError(f"column {name} is missing", f"缺少列 {name}", f"{path.name}:1")
    for name in heading:
        if name not in _COLUMNS:
            guess = nearest(name, _COLUMNS)
            raise UserError(
                f"there is no column {name!r}" + (f"; did you mean {guess!r}?" if guess else ""),
                f"没有列“{name}”" + (f"；是否想写“{guess}”？" if guess else ""), f"{path.name}:1",
            )  # fmt: skip


def _row(line: dict[str, str], where: str) -> Row:
    if len(line["county_code"]) != 6 or not line["county_code"].isdigit():
        raise UserError(
            f"county_code {line['county_code']!r} must have six digits",
            f"county_code “{line['county_code']}”须为六位数字", where,
        )  # fmt: skip
    members = tuple(filter(None, (part.strip() for part in line["members"].split(";"))))
    clinics = line.get("clinics", "") or "yes"
    if clinics not in ("yes", "no"):
        raise UserError(f"clinics must be yes or no, not {clinics!r}", "clinics 须为 yes 或 no", where)
    row = Row(
        line["county_code"],
        str(_whole(line, "number", where)),
        line["lead"],
        tuple(one for one in members if one != ALL_OTHERS),
        ALL_OTHERS in members,
        _whole(line, "centres", where),
        _whole(line, "villages", where),
        _whole(line, "residents", where),
        clinics == "yes",
        where,
    )
    if row.number == "0":
        raise UserError("number begins at 1", "number 从 1 开始", where)
    if not row.lead:
        raise UserError("a community needs a hospital that leads it", "须写明牵头医院", where)
    if not row.members and not row.takes_the_rest and not row.centres:
        raise UserError(
            f"name members, or {ALL_OTHERS} for all others, or how many centres are to be drawn",
            f"请列出成员，或写 {ALL_OTHERS} 表示其余全部，或写 centres（抽取数）", where,
        )  # fmt: skip
    if row.takes_the_rest and row.centres:
        raise UserError(
            f"centres are drawn for a community that does not take all others ({ALL_OTHERS})",
            f"收入其余全部机构（{ALL_OTHERS}）的医共体不能再抽取 centres", where,
        )  # fmt: skip
    return row


def _whole(line: dict[str, str], column: str, where: str) -> int:
    text = line.get(column, "") or "0"
    if not text.isdigit():
        raise UserError(
            f"{column} {text!r} must be a whole number", f"{column} “{text}”须为整数", where
        )  # fmt: skip
    return int(text)
