"""A county's own prices, insurance rules and absence as declared numbers in the place of the project's."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sim.county.assumed import Assumed
from sim.county.facts import OWN_CODE
from sim.county.tables import CountyTables
from sim.county.templates import PRICES
from sim.county.vocabulary import LISTS, TIERS
from sim.declare import COLUMNS, Parameter
from sim.errors import Text

FEN = 100
_PATHS = {
    "visit_yuan": "prices.visit.{tier}",
    "stay_yuan": "prices.stay.{tier}",
    "residents_visit_ratio": "insurance.residents.outpatient_ratio.{tier}",
    "residents_stay_ratio": "insurance.residents.inpatient_ratio.{tier}",
    "residents_deductible_yuan": "insurance.residents.inpatient_deductible.{tier}",
    "employees_visit_ratio": "insurance.employees.outpatient_ratio.{tier}",
    "employees_stay_ratio": "insurance.employees.inpatient_ratio.{tier}",
    "employees_deductible_yuan": "insurance.employees.inpatient_deductible.{tier}",
}
"""Number that each column of the prices gives; yuan become fen."""
_AWAY = "population.away_share.other"


def own_numbers(tables: CountyTables, declared: Mapping[str, Parameter], assumed: Assumed) -> list[Parameter]:
    """Declared numbers that the tables give, each with the tables as its source.

    Parameters
    ----------
    tables : CountyTables
        Without problems.
    declared : mapping of str to Parameter
        Numbers of the base scenario, which stand in for those not given.
    assumed : Assumed

    Returns
    -------
    list of Parameter
        A range is widened where the county's number lies outside it.
    """
    found: list[Parameter] = []
    rows = {entry.text("tier"): entry for entry in tables.sheets[PRICES.name]}
    for column, path in _PATHS.items():
        missing = []
        for tier in TIERS:
            one = declared[path.format(tier=tier)]
            value = rows[tier].number(column) if tier in rows else None
            if value is None and (tier != "village" or "visit" in column):  # nobody is admitted to a village
                missing.append(tier)
            elif value is not None:
                found.append(_own(one, round(value * FEN) if one.unit == "fen" else value, tables))
        if missing:
            says = next(one.says for one in PRICES.columns if one.name == column)
            words = {known: word for word, known in LISTS["tier"].items()}
            told = "、".join(words[one] for one in missing)
            subject = Text(f"{says.en}: {', '.join(missing)}", f"{says.zh}：{told}")
            assumed.note(subject, Text("the base scenario's", "沿用所选内置方案"))
    away = tables.items.number("insured_away")
    code = tables.items.text("code") or OWN_CODE
    path = f"population.away_share.c{code}"
    one = declared.get(path, declared[_AWAY])
    if away is None:
        assumed.note(
            Text("insured people who live away", "参保但常年在外的人数"),
            Text(f"{100 * one.value:g} % of the insured", f"参保人的 {100 * one.value:g}%"),
        )
    else:
        found.append(_own(one, away / (away + (tables.items.number("population") or 0.0)), tables))
    return found


def _own(one: Parameter, value: float, tables: CountyTables) -> Parameter:
    source = f"own table of {tables.items.text('name_zh')}"
    return replace(
        one, value=value, low=min(one.low, value), high=max(one.high, value), evidence="official",
        source=source, note="",
    )  # fmt: skip


def write_numbers(file: Path, numbers: list[Parameter]) -> None:
    """Write the numbers as a scenario's `parameters` are read."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in numbers:
            writer.writerow([
                one.path, f"{one.value:.12g}", f"{one.low:.12g}", f"{one.high:.12g}", one.unit, one.evidence,
                one.source, one.label.en, one.label.zh, one.note,
            ])  # fmt: skip
