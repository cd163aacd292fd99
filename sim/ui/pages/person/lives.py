"""What the person page asks of the office: several people followed under two policies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sim.errors import Text
from sim.experiment.several import trace_several
from sim.experiment.story import Story
from sim.experiment.twin import Twin
from sim.experiment.wish import Wish
from sim.scenario import Scenario
from sim.ui.office import Desk
from sim.ui.office.worker import watch

MOST = 12
"""People followed at once: nobody knows before whose life a policy changes."""
TITLE = Text("Follow people under two policies", "跟踪两种政策下的同一批居民")


@dataclass(frozen=True)
class Asked:
    """Whom to follow, and under what.

    Attributes
    ----------
    a, b : Scenario
        Of one county and the same days.
    who : Wish or int
        What they are like, or the stable id of one.
    seed : int
    sample : float
    titles : (Text, Text), optional
        Of the two policies, where they are not those of the scenarios.
    """

    a: Scenario
    b: Scenario
    who: Wish | int
    seed: int = 1
    sample: float = 1.0
    titles: tuple[Text, Text] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Answer:
    """The lives of those followed, those that differ most first, and what was asked."""

    asked: Asked
    twins: list[Twin]


def follow(asked: Asked) -> Callable[[Desk], Answer]:
    """Return the work: one run under each policy, the same people watched in both."""

    def work(desk: Desk) -> Answer:
        desk.expect(2)
        who: Wish | list[int] = asked.who if isinstance(asked.who, Wish) else [asked.who]
        ours = desk.call(tell_stories, asked.a, who, asked.seed, asked.sample)
        ids = [one.person.resident for one in ours]
        theirs = desk.call(tell_stories, asked.b, ids, asked.seed, asked.sample)
        titles = asked.titles or (asked.a.title, asked.b.title)
        return Answer(asked, twins(titles, ours, theirs))

    return work


def tell_stories(scenario: Scenario, who: Wish | list[int], seed: int, sample: float) -> list[Story]:
    """Run one scenario and tell the stories; in a worker process."""
    return trace_several(scenario, who=who, count=MOST, seed=seed, sample=sample, progress=watch)


def twins(titles: tuple[Text, Text], ours: list[Story], theirs: list[Story]) -> list[Twin]:
    """Pair stories by person: first those whose lives part, the earlier the higher up."""
    other = {one.person.resident: one for one in theirs}
    pairs = [Twin(titles, one, other[one.person.resident]) for one in ours if one.person.resident in other]
    return sorted(pairs, key=_interest)


def _interest(twin: Twin) -> tuple[int, int, int]:
    """Return a key that puts lives first which part, then those that differ in money, then full ones."""
    apart = sum(row.apart for row in twin.rows)
    other = sum(not row.same for row in twin.rows)
    return -apart, -other, -len(twin.rows)
