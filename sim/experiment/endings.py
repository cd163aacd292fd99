"""How a need ended, from what happened to it on its last day."""

from __future__ import annotations

from collections.abc import Iterable

from sim.experiment.happenings import Chose, Discharged, Event, Place, TurnedAway, Visited
from sim.indicators.tally import Person


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
    slip = any(isinstance(event, Visited) and event.decision == "slip" for event in events)
    return "no_show" if slip else "unsolved"
