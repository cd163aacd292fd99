"""Two stories of one person laid side by side: what is the same, what differs, and since when.

Needs are known again by the key of their draws. Two days are the same when the same happens to the need: what
the options weighed may differ, and a wait by less than a minute is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sim.experiment.happenings import Chose, Event, Visited
from sim.experiment.story import Need, Story

TERMS = (
    "bill", "fund", "critical", "aid", "other", "unpaid", "pool", "first_contact", "minutes", "wait", "path",
    "points", "penalty", "due", "chain", "exam_within", "exam_bill", "exam_fund", "linked",
)  # fmt: skip
"""Fields of events that are money, minutes, or the terms on which something is paid."""


@dataclass(frozen=True)
class Row:
    """What happens to one need on one day in both lives.

    Attributes
    ----------
    day : date
    need : Need or None
        As the first story that has it numbers it; None for what belongs to no need.
    a, b : tuple of Event
        Under each of the two policies; empty where nothing happens.
    same : bool
        Whether nothing differs.
    apart : bool
        Whether more than money and minutes differs: place, decision, day or outcome.
    """

    day: date
    need: Need | None
    a: tuple[Event, ...]
    b: tuple[Event, ...]
    same: bool
    apart: bool


def rows(a: Story, b: Story) -> list[Row]:
    """Pair the events of two stories by day and need, in order of day."""
    found: dict[tuple[date, str], tuple[list[Event], list[Event]]] = {}
    needs: dict[str, Need] = {}
    for side, story in enumerate((a, b)):
        names = [""] + [need.episode for need in story.needs]
        needs = {need.episode: need for need in story.needs} | needs
        for event in story.events:
            found.setdefault((event.day, names[event.need]), ([], []))[side].append(event)
    order = sorted(found.items(), key=lambda item: item[0][0])  # stable: A's order within a day, then B's
    return [_row(day, needs.get(episode), *both) for (day, episode), both in order]


def parted(pairs: Iterable[Row]) -> tuple[date | None, date | None]:
    """First day on which anything differs, and first on which more than money and minutes does."""
    differ = [row for row in pairs if not row.same]
    return (
        next((row.day for row in differ), None),
        next((row.day for row in differ if row.apart), None),
    )


def _row(day: date, need: Need | None, a: Sequence[Event], b: Sequence[Event]) -> Row:
    same = [_told(event) for event in a] == [_told(event) for event in b]
    apart = [_path(event) for event in a] != [_path(event) for event in b]
    return Row(day, need, tuple(a), tuple(b), same, apart)


def _told(event: Event) -> Event:
    """What of an event can be told apart: not the weighing, nor parts of a minute."""
    event = replace(event, need=0)
    match event:
        case Chose():
            return replace(event, offers=(), drawn=0.0)
        case Visited():
            return replace(event, minutes=float(round(event.minutes)), wait=float(round(event.wait)))
    return event


def _path(event: Event) -> dict[str, Any]:
    """What of an event is neither money nor minutes."""
    told = _told(event).as_dict()
    return {name: value for name, value in told.items() if name not in TERMS}
