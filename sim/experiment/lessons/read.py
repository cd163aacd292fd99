"""Reading the file of a lesson: every fault with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from sim.document import Branch, Leaf, Node, Row
from sim.errors import Text, UserError
from sim.experiment.batch.read_design import number_in, read_base
from sim.experiment.lessons.lesson import CHARTS, Debrief, Lesson, Question, Reveal, Side
from sim.experiment.lessons.read_claims import Places, read_about, read_claims, read_evidence, read_key
from sim.experiment.lessons.reading import items, missing, parts, word_of
from sim.policy.catalogue import load_levers
from sim.policy.read_uses import read_uses
from sim.policy.use import completed
from sim.problems import ScenarioErrors, nearest
from sim.reading import ALWAYS, Reading, opened
from sim.scenario import Scenario
from sim.scenario.shipped import scenario_folder

KEYS = (
    "order", "title", "minutes", "base", "until", "sample", "replicates", "brief", "scenarios", "questions",
    "reveal", "debrief",
)  # fmt: skip
SIDE_KEYS = ("id", "title", "does", "levers")
QUESTION_KEYS = ("id", "ask", "about", "low", "high")
REVEAL_KEYS = ("indicator", "chart", "groups")
DEBRIEF_KEYS = ("mechanism", "shows", "evidence", "assumed", "equity", "discuss")


def lesson_folder() -> Path:
    """Folder of the lessons that ship."""
    return scenario_folder() / "lessons"


def lesson_names() -> list[str]:
    """Names of the lessons that ship, in the order of the course."""
    return [one.id for one in shipped_lessons()]


@lru_cache(maxsize=1)
def shipped_lessons() -> tuple[Lesson, ...]:
    """Every lesson that ships, in the order of the course."""
    found = [load_lesson(file) for file in sorted(lesson_folder().glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))


def lesson_named(name: str) -> Lesson:
    """Return a lesson that ships.

    Raises
    ------
    UserError
        When none has that name.
    """
    known = {one.id: one for one in shipped_lessons()}
    if name not in known:
        guess = nearest(name, known)
        raise UserError(
            f"no lesson is called {name!r}" + (f"; did you mean {guess!r}?" if guess else ""),
            f"没有名为“{name}”的课" + (f"；是否想写“{guess}”？" if guess else ""),
        )
    return known[name]


def load_lesson(file: Path) -> Lesson:
    """Read a lesson.

    Raises
    ------
    ScenarioErrors
        With every fault of the file.
    """
    reading, root = opened(file)
    return reading.sound(_lesson(reading, root))


def _lesson(reading: Reading, root: Branch) -> Lesson | None:
    given = {key: node for key, node, _ in reading.entries(root, "", KEYS)}
    if missing(reading, root, given, KEYS, ""):
        return None
    numbers = {
        key: number_in(reading, key, given[key], low, high, whole=whole)
        for key, low, high, whole in (
            ("order", 1, 1000, True), ("minutes", 5, 240, True), ("sample", 0.001, 1, False),
            ("replicates", 2, 20, True),
        )
    }  # fmt: skip
    title, brief = (reading.both_languages(key, given[key]) for key in ("title", "brief"))
    until = reading.date("until", given["until"])
    base = read_base(reading, given["base"])
    sides = _sides(reading, given["scenarios"], base, until) if base and until else ()
    places = Places(tuple(side.id for side in sides))
    questions = _questions(reading, given["questions"], places) if sides else ()
    reveal = _reveals(reading, given["reveal"]) if sides else ()
    debrief = _debrief(reading, given["debrief"], places) if sides else None
    if reading.problems or title is None or brief is None or debrief is None:
        return None
    return Lesson(
        reading.file.stem, int(numbers["order"] or 0), title, brief, int(numbers["minutes"] or 0),
        float(numbers["sample"] or 0), int(numbers["replicates"] or 0), sides, questions, reveal, debrief,
    )  # fmt: skip


def _sides(reading: Reading, node: Node, base: Scenario, until: date) -> tuple[Side, ...]:
    """Scenarios of the lesson; a lever without a date of its own holds from the first counted day on."""
    found: list[Side] = []
    try:
        base = base.with_dates(until=until)
    except UserError as error:
        reading.fault(node.line, "until", error.text, Text("choose another day", "请换一天"))
        return ()
    for place, one in items(reading, node, "scenarios", least=2):
        given = parts(reading, one, place, SIDE_KEYS)
        if given is None:
            continue
        id_ = word_of(reading, f"{place}.id", given["id"], [side.id for side in found])
        title = reading.both_languages(f"{place}.title", given["title"])
        does = reading.both_languages(f"{place}.does", given["does"])
        scenario = _scenario(reading, f"{place}.levers", given["levers"], base)
        if id_ and title and does and scenario:
            found.append(Side(id_, title, does, replace(scenario.named(id_), title=title)))
    return tuple(found)


def _scenario(reading: Reading, place: str, node: Node, base: Scenario) -> Scenario | None:
    catalogue = load_levers()
    before = len(reading.problems)
    given = read_uses(reading, node, catalogue)
    uses = [use for use in base.levers if use.lever not in given]
    for id_, several in given.items():
        for use in several:
            dated = replace(use, start=base.start) if use.start == ALWAYS else use
            uses.append(completed(dated, catalogue[id_]))
    if len(reading.problems) > before:
        return None
    try:
        return base.with_uses(uses)
    except ScenarioErrors as errors:
        reading.problems.extend(errors.problems)
    except UserError as error:
        reading.fault(node.line, place, error.text, Text("mend the levers", "请更正杠杆"))
    return None


def _questions(reading: Reading, node: Node, places: Places) -> tuple[Question, ...]:
    found: list[Question] = []
    for place, one in items(reading, node, "questions", least=1):
        given = parts(reading, one, place, QUESTION_KEYS)
        if given is None:
            continue
        id_ = word_of(reading, f"{place}.id", given["id"], [question.id for question in found])
        ask = reading.both_languages(f"{place}.ask", given["ask"])
        about = read_about(reading, f"{place}.about", given["about"], places)
        low, high = (reading.number(f"{place}.{key}", given[key]) for key in ("low", "high"))
        if low and high and low[0] >= high[0]:
            reading.fault(
                one.line, place, Text("has no room for a guess", "没有留出猜测的范围"),
                Text("low must be below high", "low 须小于 high"),
            )  # fmt: skip
        elif id_ and ask and about and low and high:
            found.append(Question(id_, ask, about, low[0], high[0]))
    return tuple(found)


def _reveals(reading: Reading, node: Node) -> tuple[Reveal, ...]:
    found = []
    for place, one in items(reading, node, "reveal", least=1):
        given = parts(reading, one, place, REVEAL_KEYS, optional=("groups",))
        if given is None:
            continue
        key = read_key(reading, f"{place}.indicator", given["indicator"])
        chart = given["chart"].text if isinstance(given["chart"], Leaf) else ""
        if chart not in CHARTS or ((chart == "groups") != ("groups" in given)):
            reading.fault(
                one.line, f"{place}.chart", Text("is no chart of a lesson", "不是课堂图表"),
                Text(f"write one of {', '.join(CHARTS)}; groups names its dimension",
                     f"可写：{'、'.join(CHARTS)}；groups 须另写明维度"), nearest(chart, CHARTS),
            )  # fmt: skip
        elif key:
            groups = reading.text(f"{place}.groups", given["groups"]) if "groups" in given else ""
            found.append(Reveal(key, chart, groups or ""))
    return tuple(found)


def _debrief(reading: Reading, node: Node, places: Places) -> Debrief | None:
    given = parts(reading, node, "debrief", DEBRIEF_KEYS)
    if given is None:
        return None
    texts = {
        key: reading.both_languages(f"debrief.{key}", given[key])
        for key in ("mechanism", "assumed", "equity", "discuss")
    }
    shows = read_claims(reading, given["shows"], places)
    evidence = read_evidence(reading, given["evidence"])
    if not all(texts.values()) or not isinstance(given["shows"], Row):
        return None
    said = {key: text for key, text in texts.items() if text is not None}
    return Debrief(said["mechanism"], shows, evidence, said["assumed"], said["equity"], said["discuss"])
