"""What a story comes to: visits by tier, stays, minutes, who paid, and what became of each referral slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sim.experiment.happenings import (
    Admitted,
    Arose,
    Chose,
    Ended,
    Event,
    Expected,
    Place,
    TurnedAway,
    Visited,
)
from sim.experiment.story import Story

TIERS = {
    "village": ("own_clinic", "near_clinic"),
    "township": ("own_centre", "near_centre"),
    "county": ("general", "tcm", "mch", "other"),
    "outside": ("neighbour", "city", "far", "elsewhere"),
}
"""Options (`Option` by lower-case name) by tier of care."""


@dataclass(frozen=True)
class Reckoning:
    """Sums of a story. Money in fen.

    Attributes
    ----------
    needs : int
        That arose.
    village, township, county, outside : int
        Visits by tier, emergencies included.
    turned_away, slips, forgone, pharmacy, stays, bed_days : int
        `forgone` counts choices of no care.
    travel, wait : int
        Minutes on the way (one way, ambulances not counted) and in waiting rooms.
    bill, fund, critical, aid, own : int
    """

    needs: int
    village: int
    township: int
    county: int
    outside: int
    turned_away: int
    slips: int
    forgone: int
    pharmacy: int
    stays: int
    bed_days: int
    travel: int
    wait: int
    bill: int
    fund: int
    critical: int
    aid: int
    own: int


@dataclass(frozen=True)
class Slip:
    """A referral slip (转诊单) and what became of it.

    Attributes
    ----------
    day : date
        On which it was written.
    need : int
    origin : Place
        Who wrote it.
    target : Place, optional
        Where it leads, if that is known.
    fate : str
        ``seen``, ``admitted``, ``turned_away``, ``no_show``, ``died`` or ``open`` (the days
        watched ended before).
    on : date
        Day on which that was settled.
    """

    day: date
    need: int
    origin: Place
    target: Place | None
    fate: str
    on: date


def reckon(story: Story) -> Reckoning:
    """Sum up a story."""
    years = story.years()
    visits = [event for event in story.events if isinstance(event, Visited)]
    chosen = [event for event in story.events if isinstance(event, Chose)]
    by_road = [visit for visit in visits if visit.origin != "emergency"]
    tier = {name: sum(visit.place.option in options for visit in visits) for name, options in TIERS.items()}
    return Reckoning(
        needs=sum(year.needs for year in years),
        **tier,
        turned_away=sum(isinstance(event, TurnedAway) for event in story.events),
        slips=len(slips(story)),
        forgone=sum(event.place.option == "none" for event in chosen),
        pharmacy=sum(year.pharmacy for year in years),
        stays=sum(year.stays for year in years),
        bed_days=sum(year.bed_days for year in years),
        travel=round(sum(visit.minutes for visit in by_road)),
        wait=round(sum(visit.wait for visit in by_road)),
        bill=sum(year.cost for year in years),
        fund=sum(year.fund for year in years),
        critical=sum(year.critical for year in years),
        aid=sum(year.aid for year in years),
        own=sum(year.own for year in years),
    )


def slips(story: Story) -> list[Slip]:
    """Follow every referral slip of a story to its end."""
    found = []
    for at, event in enumerate(story.events):
        if isinstance(event, Visited) and event.decision == "slip":
            later = [one for one in story.events[at + 1 :] if one.need == event.need or _death(one)]
            found.append(_follow(story, event, later))
    return found


def _death(event: Event) -> bool:
    return isinstance(event, Ended) and event.how == "death"


def _follow(story: Story, visit: Visited, later: list[Event]) -> Slip:
    """Settle the fate of a slip from what happens to the need after it was written."""
    target: Place | None = None
    fate, on = "open", story.until
    for event in later:
        match event:
            case Expected(why="slip", place=place) if event.day == visit.day:
                target = place
                continue
            case Expected(why="same_place" | "bed"):
                continue  # tries again: not settled yet
            case TurnedAway():
                fate, on = "turned_away", event.day
                continue
            case Visited(origin="emergency") | Visited(origin="new") | Arose():
                fate, on = ("no_show", event.day) if fate == "open" else (fate, on)
            case Visited():
                stays = any(isinstance(one, Admitted) for one in later if one.day == event.day)
                fate, on = "admitted" if stays else "seen", event.day
            case Admitted():
                fate, on = "admitted", event.day
            case Ended(how="death"):
                fate, on = "died", event.day
            case Ended() if fate == "open":
                fate, on = "no_show", event.day
        break
    return Slip(visit.day, visit.need, visit.place, target, fate, on)
