"""The tables of the ODD description (`sim/README.md`): the day, the state, numbers and indicators."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sim import model as module
from sim.declare import EVIDENCE, Parameter, load_parameters
from sim.experiment.documents.marked import folded, table
from sim.experiment.steps import WHAT, steps
from sim.indicators import registry
from sim.indicators.indicator import UNITS, Indicator
from sim.model import CountyModel
from sim.policy.wording import EVIDENCE as GRADES
from sim.policy.wording import quantity, span
from sim.population.people import People

WITHIN = ("_turn_calendar", "_close_day")
"""Steps of the day that are made of others."""
REPEATED = "conditions"
"""Family whose numbers are declared once for each condition."""
TITLES = {
    "capability": "capability and shared resources", "care": "care at facilities", "choice": "choice of care",
    "conditions": "conditions", "contract": "contracts", "epidemic": "epidemic wave",
    "facilities": "beds and doctors", "fairness": "groups of people", "geography": "geography",
    "governance": "governance", "insurance": "reimbursement rules", "learning": "belief", "needs": "needs",
    "observe": "what is reported", "pay_patient": "reimbursement levers",
    "pay_provider": "payment of providers", "population": "population", "prices": "prices",
    "referral": "referral", "run": "settings of a run",
}  # fmt: skip


def sections() -> dict[str, str]:
    """Every made section of `sim/README.md`, by name."""
    return {
        "process": process_table(),
        "state": state_table(),
        "parameters": parameter_tables(),
        "indicators": indicator_tables(),
    }


def process_table() -> str:
    """The day in order, as `CountyModel.step` runs it."""
    return table(("", "step", "什么", "what it does", "where"), _processes())


def _processes() -> Iterator[tuple[str, str, str, str, str]]:
    numbers = iter(range(1, 100))
    for name in steps():
        yield str(next(numbers)) if name in WHAT else "", *_told(name)
        if name in WITHIN:
            for part in steps(getattr(CountyModel, name)):
                yield "", *_told(part)


def _told(name: str) -> tuple[str, str, str, str]:
    """Name, words in Chinese, the first line of the docstring, and file of a step."""
    step: Callable[..., Any] = getattr(CountyModel, name, None) or getattr(module, name)
    words = WHAT[name].zh if name in WHAT else ""
    file = step.__module__.removeprefix("sim.").replace(".", "/")
    return f"`{name.strip('_')}`", words, _first_line(step), f"`{file}.py`"


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0]


def state_table() -> str:
    """State variables of a person with type and meaning, from the docstring of `People`."""
    lines = (inspect.getdoc(People) or "").partition("Attributes\n----------\n")[2].splitlines()
    rows: list[tuple[str, str, str]] = []
    for line in lines:
        if not line.startswith(" "):
            names, _, kind = line.partition(" : ")
            rows.append((f"`{names}`", kind, ""))
        else:
            *before, (names, kind, told) = rows
            rows = [*before, (names, kind, f"{told} {line.strip()}".strip())]
    return table(("state of a person", "type", "meaning"), rows)


def parameter_tables() -> str:
    """Families with how many numbers of which grade, then every number by family."""
    declared = {
        family: list(ones)
        for family, ones in groupby(load_parameters().values(), lambda one: one.path.partition(".")[0])
    }
    head = ("family", "numbers", *(GRADES[grade].en for grade in EVIDENCE))
    rows = [(f"`{family}` {TITLES[family]}", *_counts(ones)) for family, ones in declared.items()]
    rows.append(("all", *_counts(list(load_parameters().values()))))
    parts = [table(head, rows)]
    for family, ones in declared.items():
        body = _by_condition(ones) if family == REPEATED else _numbers(ones)
        parts.append(folded(f"<code>{family}</code> {TITLES[family]}: {len(ones)}", body))
    return "\n\n".join(parts)


def _counts(ones: list[Parameter]) -> list[str]:
    grades = Counter(one.evidence for one in ones)
    return [f"{len(ones):,}", *(str(grades[grade] or "") for grade in EVIDENCE)]


def _numbers(ones: list[Parameter]) -> str:
    rows = (
        (f"`{one.path.partition('.')[2]}`", _quantity(one.value, one.low, one.high, one.unit),
         GRADES[one.evidence].en, one.label.en, one.label.zh)
        for one in ones
    )  # fmt: skip
    return table(("number", "value (plausible range)", "evidence", "meaning", "含义"), rows)


def _quantity(value: float, low: float, high: float, unit: str) -> str:
    room = span(low, high, unit).en
    return quantity(value, unit).en + (f" ({room})" if room and unit != "switch" else "")


def _by_condition(ones: list[Parameter]) -> str:
    """One row for what is declared of every condition: from the least to the most of them."""
    kinds: dict[str, list[Parameter]] = {}
    for one in ones:
        kinds.setdefault(one.path.rpartition(".")[2], []).append(one)

    def row(name: str, each: list[Parameter]) -> tuple[str, ...]:
        values = [one.value for one in each]
        room = span(min(values), max(values), each[0].unit).en or quantity(values[0], each[0].unit).en
        grades = Counter(GRADES[one.evidence].en for one in each)
        meaning, sense = each[0].label.en.partition(": ")[2], each[0].label.zh.partition("：")[2]
        graded = ", ".join(f"{grade} {count}" for grade, count in grades.items())
        return f"`{name}`", str(len(each)), room, graded, meaning, sense

    head = ("number of each condition", "conditions", "central values", "evidence", "meaning", "含义")
    return table(head, (row(name, each) for name, each in kinds.items()))


def indicator_tables() -> str:
    """Every indicator with its definition, unit and bases, by where it is counted."""
    lists: dict[str, Sequence[Indicator[Any]]] = {
        "by where people live": registry.home_indicators(),
        "by where care is given": registry.site_indicators(),
        "by group of people": registry.group_indicators(),
    }
    head = ("indicator", "指标", "definition", "unit", "better", "basis")
    return "\n\n".join(
        folded(
            f"{title}: {len(ones)}",
            table(head, (
                (f"`{one.id}` {one.label.en}", one.label.zh, one.definition.en, UNITS[one.unit].en,
                 "" if one.better == "none" else one.better, ", ".join(one.basis))
                for one in ones
            )),
        )
        for title, ones in lists.items()
    )  # fmt: skip
