"""Reading what a lesson asks about, claims and cites."""

from __future__ import annotations

import csv
import math
from functools import lru_cache
from typing import NamedTuple

from sim.document import Leaf, Node
from sim.errors import Text
from sim.experiment.batch.outcome import Key
from sim.experiment.comparison.table import directions
from sim.experiment.lessons.lesson import MOVES, About, Claim, Evidence
from sim.experiment.lessons.reading import items, parts
from sim.problems import nearest
from sim.reading import Reading
from sim.scenario.shipped import scenario_folder

ABOUT_KEYS = ("indicator", "group", "basis", "scenario", "against")
CLAIM_KEYS = ("says", "about", "moves", "at_least", "at_most", "within")
EVIDENCE_KEYS = ("says", "figure")
BASES = ("happened", "reported")
DOCUMENTS = ("arun-banner-2020", "hunan-2024", "luohu-2017", "qinhuangdao-2024", "yangzhou-2020")


class Places(NamedTuple):
    """Ids of the scenarios of a lesson."""

    sides: tuple[str, ...]


@lru_cache(maxsize=1)
def figures() -> dict[str, str]:
    """Source of every figure and effect in the tables that ship, by id."""
    tables = (
        (scenario_folder() / "data" / "figures_inputs.csv", "source_title"),
        (scenario_folder() / "data" / "figures_targets.csv", "source_title"),
        (scenario_folder().parent / "calibration" / "effects.csv", "source_title"),
    )
    found: dict[str, str] = {}
    for file, column in tables:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            found |= {row["id"]: row[column] for row in csv.DictReader(stream)}
    return found


def read_key(reading: Reading, place: str, node: Node) -> Key | None:
    """Return the value of an indicator for everybody, as it happens."""
    name = reading.text(place, node)
    if name is None:
        return None
    if name not in directions():
        reading.fault(
            node.line, place, Text(f"no indicator is called {name!r}", f"没有名为“{name}”的指标"),
            Text("write an id of the registry of indicators", "写指标库中的编号"),
            nearest(name, directions()),
        )  # fmt: skip
        return None
    return Key(name, "happened")


def read_about(reading: Reading, place: str, node: Node, places: Places) -> About | None:
    """Read which number is meant."""
    given = parts(reading, node, place, ABOUT_KEYS, optional=("group", "basis", "against"))
    if given is None:
        return None
    key = read_key(reading, f"{place}.indicator", given["indicator"])
    group = reading.text(f"{place}.group", given["group"]) if "group" in given else ""
    basis = reading.text(f"{place}.basis", given["basis"]) if "basis" in given else "happened"
    sides = {}
    for name in ("scenario", "against"):
        if name in given:
            text = reading.text(f"{place}.{name}", given[name]) or ""
            if text not in places.sides:
                reading.fault(
                    given[name].line, f"{place}.{name}",
                    Text(f"no scenario of the lesson is called {text!r}", f"本课没有名为“{text}”的方案"),
                    Text(f"they are {', '.join(places.sides)}", f"可写：{'、'.join(places.sides)}"),
                    nearest(text, places.sides),
                )  # fmt: skip
                return None
            sides[name] = text
    if basis not in BASES:
        reading.fault(
            node.line, f"{place}.basis", Text(f"{basis!r} is no basis", f"“{basis}”不是统计口径"),
            Text(f"write one of {', '.join(BASES)}", f"可写：{'、'.join(BASES)}"),
        )  # fmt: skip
        return None
    if key is None or group is None:
        return None
    return About(Key(key.indicator, basis, group), sides["scenario"], sides.get("against", ""))


def read_claims(reading: Reading, node: Node, places: Places) -> tuple[Claim, ...]:
    """Read the sentences on what the model shows, each with what would make it true."""
    found = []
    for place, one in items(reading, node, "debrief.shows", least=1):
        given = parts(reading, one, place, CLAIM_KEYS, optional=CLAIM_KEYS[2:])
        if given is None:
            continue
        says = reading.both_languages(f"{place}.says", given["says"])
        about = read_about(reading, f"{place}.about", given["about"], places)
        claim = _tested(reading, place, given, one.line, says, about)
        if claim is not None:
            found.append(claim)
    return tuple(found)


def _tested(
    reading: Reading, place: str, given: dict[str, Node], line: int, says: Text | None, about: About | None
) -> Claim | None:
    moves = given["moves"].text if "moves" in given and isinstance(given["moves"], Leaf) else ""
    numbers = {}
    for key in ("at_least", "at_most", "within"):
        if key in given:
            number = reading.number(f"{place}.{key}", given[key])
            numbers[key] = number[0] if number else math.nan
    bounds = {key for key in numbers if key != "within"}
    right = (
        (moves in ("up", "down") and not numbers)
        or (moves == "hardly" and set(numbers) == {"within"})
        or (not moves and bool(bounds) and "within" not in numbers)
    )  # fmt: skip
    if not right or (moves and about is not None and not about.against):
        reading.fault(
            line, place, Text("cannot be held against a run", "无法用模拟结果检验"),
            Text(f"write moves: one of {', '.join(MOVES)} (hardly with within) against a scenario, "
                 "or at_least and at_most",
                 f"写 moves（{'、'.join(MOVES)} 之一，hardly 须配 within）并给出 against，"
                 "或写 at_least、at_most"), nearest(moves, MOVES),
        )  # fmt: skip
        return None
    if says is None or about is None:
        return None
    if moves == "hardly":
        return Claim(says, about, moves, -abs(numbers["within"]), abs(numbers["within"]))
    return Claim(
        says, about, moves, numbers.get("at_least", -math.inf), numbers.get("at_most", math.inf)
    )  # fmt: skip


def read_evidence(reading: Reading, node: Node) -> tuple[Evidence, ...]:
    """Read what is known from elsewhere, each with a row of the tables, or a document and clause."""
    found = []
    for place, one in items(reading, node, "debrief.evidence", least=1):
        given = parts(reading, one, place, EVIDENCE_KEYS)
        if given is None:
            continue
        says = reading.both_languages(f"{place}.says", given["says"])
        figure = reading.text(f"{place}.figure", given["figure"]) or ""
        document = figure.split(" ")[0]
        if document not in (*figures(), *DOCUMENTS):
            reading.fault(
                one.line, f"{place}.figure",
                Text(f"{figure!r} is no known source", f"“{figure}”不是已知来源"),
                Text("write the id of a figure or effect, or a document with its clause",
                     "写数据表或效应表中的编号，或文件代号加条款"), nearest(document, figures()),
            )  # fmt: skip
        elif says:
            found.append(Evidence(says, figures().get(document, figure), document))
    return tuple(found)
