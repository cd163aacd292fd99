"""Reading the file of a game: every fault with its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from sim.document import Branch, Leaf, Node
from sim.errors import Text, UserError
from sim.experiment.batch.outcome import Key
from sim.experiment.batch.read_design import number_in, read_base
from sim.experiment.game.game import ASPECTS, Future, Game, Measure, Offer, Purse
from sim.experiment.lessons.read_claims import read_key
from sim.experiment.lessons.reading import items, missing, parts, word_of
from sim.policy.catalogue import load_levers
from sim.problems import nearest
from sim.reading import Reading, opened
from sim.scenario import Scenario
from sim.scenario.read_shocks import MOST
from sim.scenario.shipped import scenario_folder
from sim.scenario.shocks import Kind
from sim.scenario.timeline import check_number

KEYS = (
    "title", "brief", "discuss", "base", "rounds", "sample", "replicates", "purse", "offers", "futures",
    "board",
)  # fmt: skip
PURSE_KEYS = ("yuan", "evidence", "source")
OFFER_KEYS = ("lever", "once", "yearly", "evidence", "source", "set")
FUTURE_KEYS = ("id", "title", "told", "on", "source", "numbers", "wave", "doctors")
BOARD_KEYS = ("indicator", "group", "aspect")
EVIDENCE = ("official", "statistics", "study", "assumption")
MOST_YUAN = 10_000_000_000
LEAP_YEAR = 2024
"""A year in which every day of the calendar exists."""


@lru_cache(maxsize=1)
def shipped_game() -> Game:
    """The game that ships."""
    return load_game(scenario_folder() / "games" / "county.yaml")


def load_game(file: Path) -> Game:
    """Read a game.

    Raises
    ------
    ScenarioErrors
        With every fault of the file.
    """
    reading, root = opened(file)
    return reading.sound(_game(reading, root))


def _game(reading: Reading, root: Branch) -> Game | None:
    given = {key: node for key, node, _ in reading.entries(root, "", KEYS)}
    if missing(reading, root, given, KEYS, ""):
        return None
    title, brief, discuss = (reading.both_languages(k, given[k]) for k in ("title", "brief", "discuss"))
    rounds = number_in(reading, "rounds", given["rounds"], 2, 8)
    sample = number_in(reading, "sample", given["sample"], 0.001, 1, whole=False)
    count = number_in(reading, "replicates", given["replicates"], 2, 20)
    base = read_base(reading, given["base"])
    purse = _purse(reading, given["purse"])
    if base is None or rounds is None:
        return None
    if (base.start.month, base.start.day) != (1, 1):
        reading.fault(
            given["base"].line, "base", Text("does not begin with a year", "不从年初开始"),
            Text("a round is a calendar year", "一轮为一个公历年"),
        )  # fmt: skip
        return None
    try:
        base = base.with_dates(until=date(base.start.year + int(rounds) - 1, 12, 31))
    except UserError as error:
        reading.fault(given["rounds"].line, "rounds", error.text, Text("play fewer rounds", "请减少轮数"))
        return None
    offers = _offers(reading, given["offers"], base)
    futures = _futures(reading, given["futures"], base)
    measures = _board(reading, given["board"])
    if reading.problems or not (title and brief and discuss and sample and count and purse):
        return None
    return Game(
        reading.file.stem, title, brief, discuss, base, int(rounds), sample, int(count), purse, offers,
        futures, measures,
    )  # fmt: skip


def _yuan(reading: Reading, place: str, node: Node) -> int:
    return int(number_in(reading, place, node, 0, MOST_YUAN) or 0)


def _evidence(reading: Reading, place: str, node: Node) -> str:
    word = reading.text(place, node) or ""
    if word and word not in EVIDENCE:
        reading.fault(
            node.line, place, Text(f"{word!r} is no grade of evidence", f"“{word}”不是证据等级"),
            Text(f"write one of {', '.join(EVIDENCE)}", f"可写：{'、'.join(EVIDENCE)}"),
            nearest(word, EVIDENCE),
        )  # fmt: skip
    return word


def _purse(reading: Reading, node: Node) -> Purse | None:
    given = parts(reading, node, "purse", PURSE_KEYS)
    if given is None:
        return None
    source = reading.both_languages("purse.source", given["source"])
    evidence = _evidence(reading, "purse.evidence", given["evidence"])
    yuan = _yuan(reading, "purse.yuan", given["yuan"])
    return None if source is None else Purse(yuan, evidence, source)


def _offers(reading: Reading, node: Node, base: Scenario) -> tuple[Offer, ...]:
    found: dict[str, Offer] = {}
    levers = load_levers()
    for place, one in items(reading, node, "offers", least=1):
        given = parts(reading, one, place, OFFER_KEYS, optional=("set",))
        if given is None:
            continue
        id_ = reading.text(f"{place}.lever", given["lever"]) or ""
        if id_ not in levers or id_ in found:
            reading.fault(
                one.line, f"{place}.lever",
                Text(f"{id_!r} is no lever, or stands twice", f"“{id_}”不是政策杠杆或已列出"),
                Text("`countycare levers` lists them", "全部杠杆见 countycare levers"), nearest(id_, levers),
            )  # fmt: skip
            continue
        settings = _numbers(reading, f"{place}.set", given["set"], base) if "set" in given else {}
        for path in settings:
            if path not in levers[id_].dials:
                reading.fault(
                    one.line, f"{place}.set.{path}", Text("is no number of this lever", "不是该杠杆的数字"),
                    Text(f"it has {', '.join(levers[id_].dials)}", f"可写：{'、'.join(levers[id_].dials)}"),
                    nearest(path, levers[id_].dials),
                )  # fmt: skip
        found[id_] = Offer(
            id_, settings, _yuan(reading, f"{place}.once", given["once"]),
            _yuan(reading, f"{place}.yearly", given["yearly"]),
            _evidence(reading, f"{place}.evidence", given["evidence"]),
            reading.both_languages(f"{place}.source", given["source"]) or Text("", ""),
        )  # fmt: skip
    return tuple(found.values())


def _numbers(reading: Reading, place: str, node: Node, base: Scenario) -> dict[str, float]:
    """Read declared numbers, each within its range."""
    right = Text("write parameter.path: 0.5", "写作 参数路径: 0.5")
    branch = reading.branch(place, node, right)
    if branch is None:
        return {}
    found = {}
    for path, value, line in reading.entries(branch, place):
        number = reading.number(f"{place}.{path}", value)
        if number is None:
            continue
        try:
            check_number(base.parameters, path, number[0])
        except UserError as error:
            reading.fault(line, f"{place}.{path}", error.text, Text("mend the number", "请更正数字"))
        else:
            found[path] = number[0]
    return found


def _futures(reading: Reading, node: Node, base: Scenario) -> tuple[Future, ...]:
    found: list[Future] = []
    for place, one in items(reading, node, "futures", least=1):
        given = parts(reading, one, place, FUTURE_KEYS, optional=("numbers", "wave", "doctors"))
        if given is None:
            continue
        id_ = word_of(reading, f"{place}.id", given["id"], [future.id for future in found])
        title = reading.both_languages(f"{place}.title", given["title"])
        told = reading.both_languages(f"{place}.told", given["told"])
        source = reading.both_languages(f"{place}.source", given["source"])
        day = _day(reading, f"{place}.on", given["on"])
        comes = _comes(reading, place, one, given, base)
        if id_ and title and told and source and day and comes:
            found.append(Future(id_, title, told, day.month, day.day, *comes, source))
    return tuple(found)


def _day(reading: Reading, place: str, node: Node) -> date | None:
    """Read a day of the year written MM-DD."""
    try:
        return date.fromisoformat(f"{LEAP_YEAR}-{node.text if isinstance(node, Leaf) else ''}")
    except ValueError:
        reading.fault(
            node.line, place, Text("is no day of a year", "不是一年中的某一天"),
            Text("write MM-DD, for example 11-01", "写作 MM-DD，例如 11-01"),
        )  # fmt: skip
        return None


def _comes(
    reading: Reading, place: str, node: Node, given: Mapping[str, Node], base: Scenario
) -> tuple[dict[str, float], Kind | None, float] | None:
    """Read what comes: numbers, a wave, or doctors who leave."""
    kinds = [key for key in ("numbers", "wave", "doctors") if key in given]
    if len(kinds) != 1:
        reading.fault(
            node.line, place, Text("says nothing that comes, or two things", "没有写明或写了多种变化"),
            Text("give one of numbers, wave and doctors", "numbers、wave、doctors 三者写一个"),
        )  # fmt: skip
        return None
    if kinds == ["numbers"]:
        numbers = _numbers(reading, f"{place}.numbers", given["numbers"], base)
        return (numbers, None, 0.0) if numbers else None
    kind = Kind.WAVE if kinds == ["wave"] else Kind.DOCTOR
    least = 0.01 if kind is Kind.WAVE else 1
    amount = number_in(
        reading, f"{place}.{kinds[0]}", given[kinds[0]], least, MOST[kind], whole=kind is Kind.DOCTOR
    )
    return None if amount is None else ({}, kind, amount)


def _board(reading: Reading, node: Node) -> tuple[Measure, ...]:
    found = []
    for place, one in items(reading, node, "board", least=2):
        given = parts(reading, one, place, BOARD_KEYS, optional=("group",))
        if given is None:
            continue
        key = read_key(reading, f"{place}.indicator", given["indicator"])
        group = reading.text(f"{place}.group", given["group"]) if "group" in given else ""
        aspect = reading.text(f"{place}.aspect", given["aspect"]) or ""
        if aspect not in ASPECTS:
            reading.fault(
                one.line, f"{place}.aspect", Text(f"{aspect!r} is no aspect", f"“{aspect}”不是评价方面"),
                Text(f"write one of {', '.join(ASPECTS)}", f"可写：{'、'.join(ASPECTS)}"),
                nearest(aspect, ASPECTS),
            )  # fmt: skip
        elif key and group is not None:
            found.append(Measure(Key(key.indicator, key.basis, group), aspect))
    return tuple(found)
