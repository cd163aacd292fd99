"""How a need ended, or why it comes up again, from what happened to it on that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.experiment.happenings import (
    Chose,
    Discharged,
    Ended,
    Event,
    Place,
    Referred,
    TurnedAway,
    Visited,
)
from sim.indicators.tally import Person
from sim.needs.cases import CaseArray, Origin


def rank_of_care(events: Iterable[Event]) -> int:
    """Rank of the care a need had on a day, 0 the best."""
    rank = 3
    for event in events:
        match event:
            case Discharged() | Visited(adequate=True):
                rank = 0
            case Visited() | Chose(place=Place(facility="")):
                rank = 1
            case TurnedAway():
                rank = 2
    return rank


def word_of_end(events: list[Event], how: Person) -> str:
    """Word for the end of a need; see `Ended`.

    Parameters
    ----------
    events : list of Event
        Of the need on the day it ended.
    how : Person
        As the model counts it.
    """
    match how:
        case Person.ENDED_WELL:
            return "by_itself" if rank_of_care(events) else "solved"
        case Person.ENDED_DEATH:
            return "death"
        case Person.ENDED_SUPERSEDED:
            return "overtaken"
    if any(isinstance(event, TurnedAway) for event in events):
        return "gave_up"
    missed = any(isinstance(event, Referred) and event.fate == "no_show" for event in events)
    return "no_show" if missed else "unsolved"


def endings(seen: Mapping[int, list[Event]], hows: list[Person]) -> Iterator[tuple[int, Person, str]]:
    """Yield the needs that are over, how the model counts it, and the word for it.

    The log of ends names the person, not the need. Where needs of one person end differently on a day, the
    one that was cared for best is taken to be the one that ended best. Needs met by drugs at home are told
    already.

    Parameters
    ----------
    seen : mapping of int to list of Event
        Today's events of the needs that are over.
    hows : list of Person
        As many ends of the person's needs.
    """
    supplied = [need for need, events in seen.items() if any(isinstance(one, Ended) for one in events)]
    left = hows.copy()
    for _ in supplied:
        left.remove(Person.ENDED_WELL)
    needs = sorted(seen.keys() - set(supplied), key=lambda need: (rank_of_care(seen[need]), need))
    for need, how in zip(needs, sorted(left), strict=True):
        yield need, how, word_of_end(seen[need], how)


def why_again(case: CaseArray, after_stay: bool) -> str:
    """Say for what a case (an array of one) comes up again; see `Expected`.

    Parameters
    ----------
    after_stay : bool
        A stay of this need ended today.
    """
    origin, tries, avoid = (int(case[name][0]) for name in ("origin", "tries", "avoid"))
    if origin == Origin.BED:
        return "bed"
    if tries > 0:
        return "elsewhere" if case["target"][0] < 0 else "same_place"
    if origin == Origin.REFERRED:
        return "slip"
    if origin == Origin.REPORT:
        return "report"
    if avoid:
        return "no_bed" if avoid > 0 else "higher"
    return "follow_up" if after_stay else "returns"
