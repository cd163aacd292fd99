"""Remarks on tables that are readable: what may point to a person, and sums that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.county.check import townships, villages
from sim.county.tables import CountyTables, read_tables
from sim.errors import Text
from sim.problems import Problem

SMALL = 4
"""Counts from 1 to this can point to a person."""
_FAR_OFF = 0.05
_CHECK = Text("check which is right", "请核对")


def notes_on(folder: Path) -> list[Problem]:
    """Remarks on the tables of a folder; none of them keeps a scenario from being made.

    Returns
    -------
    list of Problem
        In the order of tables and rows.
    """
    tables = read_tables(folder)
    return [*_people(tables), *_small(tables)]


def _people(tables: CountyTables) -> Iterator[Problem]:
    """Sums of people by place that are far from those of the county or the township."""
    county = tables.items.number("population") or 0.0
    towns = townships(tables)
    given = [one.number("population") for one in towns]
    total = sum(one for one in given if one is not None)
    if all(one is not None for one in given) and abs(total - county) > _FAR_OFF * county:
        wrong = Text(
            f"the townships have {total:,.0f} people, the county {county:,.0f}",
            f"各乡镇人口合计 {total:,.0f}，全县 {county:,.0f}",
        )
        yield Problem(towns[0].file, 0, "population", wrong, _shares())
    for town in towns:
        mine = [
            one.number("population")
            for one in villages(tables)
            if one.text("township") == town.text("township")
        ]
        people = town.number("population")
        total = sum(one for one in mine if one is not None)
        if (
            mine
            and people
            and all(one is not None for one in mine)
            and abs(total - people) > _FAR_OFF * people
        ):
            wrong = Text(
                f"its villages have {total:,.0f} people, the township {people:,.0f}",
                f"各村人口合计 {total:,.0f}，乡镇 {people:,.0f}",
            )
            yield town.problem("population", wrong, _CHECK)


def _shares() -> Text:
    return Text("the county's number is used, the townships' as shares", "按全县人口数，各乡镇仅作比例")


def _small(tables: CountyTables) -> Iterator[Problem]:
    for entry in tables.sheets["monthly"]:
        for name in ("visits", "stays"):
            count = entry.number(name)
            if count is not None and 1 <= count <= SMALL:
                yield entry.problem(
                    name,
                    Text(f"is {count:.0f}, which can point to a person", f"为 {count:.0f}，可能指向个人"),
                    Text(
                        "leave it empty or join it with another before the file leaves the office",
                        "外传前请留空或并入其他格",
                    ),
                )
