"""What a story comes to: visits by tier, stays, minutes, who paid, and what became of each referral."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sim.experiment.circumstances import FollowedUp
from sim.experiment.happenings import (
    Admitted,
    Chose,
    Discharged,
    Ended,
    Event,
    Place,
    Referred,
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
    turned_away, slips, declined, forgone, pharmacy, stays, bed_days : int
        `slips` counts referrals offered in any direction, `declined` those that were not accepted; `forgone`
        choices of no care.
    follow_ups, home_visits, remote, supplied : int
        Follow-ups and visits at home by the team, visits with a remote consultation, needs met by drugs at
        home.
    travel, wait : int
        Minutes on the way (one way, ambulances not counted) and in waiting rooms.
    bill, fund, critical, aid, other, own : int
    penalty : int
        What skipping the referral order cost.
    """

    needs: int
    village: int
    township: int
    county: int
    outside: int
    turned_away: int
    slips: int
    declined: int
    follow_ups: int
    home_visits: int
    remote: int
    supplied: int
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
    other: int
    own: int
    penalty: int


@dataclass(frozen=True)
class Slip:
    """A referral offered (转诊) and what became of it.

    Attributes
    ----------
    day : date
        On which it was offered.
    need : int
    way : str
        ``up``, ``out`` or ``down``.
    origin : Place, optional
        Who offered it, if that is told.
    target : Place, optional
        Where it leads, if that is known.
    fate : str
        `Fate` by lower-case name; ``accepted`` when the days watched ended before anything came of it.
    on : date
        Day on which that was settled.
    after : str
        What followed: ``returned`` (to the sender) or ``bounced`` (not helped there); else empty.
    """

    day: date
    need: int
    way: str
    origin: Place | None
    target: Place | None
    fate: str
    on: date
    after: str = ""


OFFERS = ("accepted", "far", "price", "trust", "no_show")
"""Fates that are told with the offer."""
AFTERWARDS = ("returned", "bounced")


def reckon(story: Story) -> Reckoning:
    """Sum up a story."""
    years = story.years()
    visits = [event for event in story.events if isinstance(event, Visited)]
    offers = slips(story)
    chosen = [event for event in story.events if isinstance(event, Chose)]
    by_road = [visit for visit in visits if visit.origin != "emergency"]
    tier = {name: sum(visit.place.option in options for visit in visits) for name, options in TIERS.items()}
    return Reckoning(
        needs=sum(year.needs for year in years),
        **tier,
        turned_away=sum(isinstance(event, TurnedAway) for event in story.events),
        slips=len(offers),
        declined=sum(one.fate in ("far", "price", "trust") for one in offers),
        follow_ups=sum(isinstance(event, FollowedUp) for event in story.events),
        home_visits=sum(visit.home for visit in visits),
        remote=sum(visit.remote is not None for visit in visits),
        supplied=sum(isinstance(event, Ended) and event.how == "supplied" for event in story.events),
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
        other=sum(year.other for year in years),
        own=sum(year.own for year in years),
        penalty=sum(event.penalty for event in story.events if isinstance(event, Discharged)),
    )


def slips(story: Story) -> list[Slip]:
    """Follow every referral offered in a story to its end."""
    found: list[Slip] = []
    for at, event in enumerate(story.events):
        if not isinstance(event, Referred):
            continue
        last = next(
            (k for k in range(len(found) - 1, -1, -1) if (found[k].need, found[k].way) == _course(event)),
            None,
        )
        if event.fate in OFFERS:
            origin = next((_origin(one) for one in story.events[at::-1] if _origin_of(one, event)), None)
            on = story.until if event.fate == "accepted" else event.day
            found.append(Slip(event.day, event.need, event.way, origin, event.place, event.fate, on))
        elif last is not None and event.fate in AFTERWARDS:
            found[last] = replace(found[last], after=event.fate)
        elif last is not None and found[last].fate == "accepted":
            found[last] = replace(found[last], fate=event.fate, on=event.day)
    return found


def _course(event: Referred) -> tuple[int, str]:
    return event.need, event.way


def _origin_of(event: Event, referral: Referred) -> bool:
    """Whether an event tells who makes a referral: the visit for a slip, the admission for going down."""
    wanted = Admitted if referral.way == "down" else Visited
    return isinstance(event, wanted) and (event.need, event.day) == (referral.need, referral.day)


def _origin(event: Event) -> Place | None:
    return event.place if isinstance(event, Admitted | Visited) else None
