"""Why two lives differ on a day: which parts of the utility changed most between the two policies.

The random number behind a choice is the same under both, so a different choice comes from the options: what
they offer (parts of the utility), or which there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeGuard

from sim.experiment import phrases
from sim.experiment.circumstances import Changed
from sim.experiment.deeds import Deeds
from sim.experiment.happenings import Chose, Event, Expected, Offer, Place, Referred, TurnedAway
from sim.experiment.pairing import Row
from sim.experiment.reckoning import OFFERS
from sim.experiment.sentences import yuan
from sim.experiment.story import Story
from sim.policy.wording import percent

SLIGHT = 0.005  # parts of a utility are told with two decimals
NOTICED = 0.01  # a chance that moved by a point is worth telling even when the choice is the same
MOST = 2  # parts told


class Pull(NamedTuple):
    """A part of an option's utility that changed from A to B, in the sense of the change of choice."""

    strength: float
    part: str
    a: Offer
    b: Offer


class Reasons:
    """Says why, in one language.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    """

    def __init__(self, language: str) -> None:
        self.deeds = Deeds(language)
        self.say = self.deeds.say

    def of_choices(self, a: Chose, b: Chose) -> str:
        """Say why two choices on the same day for the same need differ, or were nearly different."""
        if a.place == b.place:
            return self.leaning(a, b)
        inside = {offer.place: offer for offer in a.offers}, {offer.place: offer for offer in b.offers}
        for here, there, chosen, letter in ((*inside, b.place, "A"), (*inside[::-1], a.place, "B")):
            if chosen not in here and chosen in there:
                name = self.deeds.name(chosen)
                return self.say(
                    f"{name} is no option under {letter} on this day.", f"当日方案 {letter} 下不能选{name}。"
                )
        pulls = _pulls(a, b, (a.place, -1.0), (b.place, 1.0))
        name = self.deeds.name(b.place)
        before, after = (self._percent(side[b.place].chance) for side in inside)
        chance = (
            self.say(f"the chance of {name} is {before} and {after}", f"选{name}的概率为 {before} 与 {after}")
            if before != after
            else self.say("the same random number falls beside a border", "同一随机数落在分界两侧")
        )
        return self._join(pulls, chance)

    def leaning(self, a: Chose, b: Chose) -> str:
        """Say what was weighed otherwise although the choice is the same; empty when hardly anything."""
        other = {offer.place: offer for offer in b.offers}
        shared = [(offer, other[offer.place]) for offer in a.offers if offer.place in other]
        most = max(shared, key=lambda both: abs(both[1].chance - both[0].chance), default=None)
        if most is None or abs(most[1].chance - most[0].chance) < NOTICED:
            return ""
        place, up = most[0].place, 1.0 if most[1].chance > most[0].chance else -1.0
        name = self.deeds.name(place)
        before, after = (self._percent(offer.chance) for offer in most)
        chance = self.say(
            f"chosen alike, though the chance of {name} is {before} and {after}",
            f"选择相同，但选{name}的概率为 {before} 与 {after}",
        )
        return self._join(_pulls(a, b, (place, up)), chance)

    def _percent(self, share: float) -> str:
        return percent(share, 0).say(self.deeds.language)

    def _join(self, pulls: Iterable[Pull], chance: str) -> str:
        told = [self.part(pull) for pull in pulls]
        text = self.say("; ", "；").join([*told, chance]) + self.say(" (under A and B).", "（A 与 B）。")
        return text[:1].upper() + text[1:]

    def part(self, pull: Pull) -> str:
        """Say one changed part of the utility in words."""
        name = self.deeds.name(pull.b.place)
        gain = pull.b.parts[pull.part] - pull.a.parts[pull.part]
        words = phrases.PULLS[pull.part, gain > 0].say(self.deeds.language).format(name=name)
        if pull.part == "price" and pull.a.own_fen is not None and pull.b.own_fen is not None:
            a, b = yuan(pull.a.own_fen), yuan(pull.b.own_fen)
            words += self.say(f" ({a} and {b} yuan)", f"（{a} 与 {b} 元）")
        return words

    def of_crowds(self, row: Row) -> str:
        """Say that a list or a ward is full under one policy only; empty when that is not so."""
        full = [[one for one in events if _is_full(one)] for events in (row.a, row.b)]
        if bool(full[0]) == bool(full[1]):
            return ""
        letter = "A" if full[0] else "B"
        return self.say(
            f"What other people do differs too: under {letter} there is no place on this day.",
            f"其他人的去处也随政策不同：方案 {letter} 下当日没有空位。",
        )

    def of_referrals(self, row: Row) -> str:
        """Say why the same offer of a referral is answered otherwise; empty when it is not."""
        a, b = ({one.way: one.fate for one in events if _is_answer(one)} for events in (row.a, row.b))
        if all(a[way] == b[way] for way in a.keys() & b.keys()):
            return ""
        return self.say(
            "The same random number answers the offer under both; the way, the extra cost, the trust or the "
            "help on the way weighs otherwise.",
            "两种方案下由同一随机数决定是否接受；路程、多付的费用、信任或转诊便利不同。",
        )

    def of_lives(self, a: Story, b: Story, day: date, parting: date | None) -> str:
        """Say why something happens in one life only: control of chronic disease, or what went before."""
        if parting is not None and parting < day:
            apart = self.say(
                f"It follows from how the lives parted on {parting}.", f"由 {parting} 的分岔而来。"
            )
        else:
            apart = ""
        mine, other = (uncontrolled(story, day) for story in (a, b))
        for here, there, letter in ((mine, other, "A"), (other, mine, "B")):
            only = [phrases.CHRONIC[name].say(self.deeds.language) for name in sorted(here - there)]
            if only:
                names = self.say(" and ", "、").join(only)
                return self.say(
                    f"Only under {letter} is {names} out of control, which brings needs on more often.",
                    f"只有方案 {letter} 下{names}未受控制，更容易发病。",
                )
        return apart


def uncontrolled(story: Story, day: date) -> frozenset[str]:
    """Chronic states out of control on the morning of a day."""
    states = dict(story.person.chronic)
    for event in story.events:
        if isinstance(event, Changed) and event.day < day and event.to in phrases.CONTROLS:
            states[event.what] = event.to == "controlled"
    return frozenset(name for name, controlled in states.items() if not controlled)


def _is_full(event: Event) -> bool:
    match event:
        case TurnedAway() | Expected(why="bed" | "no_bed") | Referred(fate="no_slot" | "no_bed"):
            return True
    return False


def _is_answer(event: Event) -> TypeGuard[Referred]:
    return isinstance(event, Referred) and event.fate in OFFERS


def choice_of(events: Iterable[Event]) -> Chose | None:
    """Return the choice among the events of a need on a day."""
    return next((event for event in events if isinstance(event, Chose)), None)


def _pulls(a: Chose, b: Chose, *places: tuple[Place, float]) -> list[Pull]:
    """Parts of these options that changed in the wanted sense (sign), the strongest first."""
    found = []
    for place, sign in places:
        mine, other = (next(one for one in side.offers if one.place == place) for side in (a, b))
        found += [
            Pull(sign * (other.parts[part] - mine.parts[part]), part, mine, other) for part in mine.parts
        ]
    found.sort(key=lambda pull: -pull.strength)
    return [pull for pull in found[:MOST] if pull.strength > SLIGHT]
