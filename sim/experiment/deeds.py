"""What somebody does on a day in one short sentence: clauses without a subject, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.errors import Text
from sim.experiment import phrases, phrases_of_care
from sim.experiment.circumstances import Changed, FollowedUp, LongTerm
from sim.experiment.happenings import (
    Admitted,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    Referred,
    TurnedAway,
    Visited,
)
from sim.experiment.payments import payments
from sim.experiment.sentences import yuan
from sim.language import Speaker

NOTHING = Text("", "")


def layer(events: Iterable[Event], payer: str) -> int:
    """What one payer (or ``bill``, ``own``) comes to in these events, or ``due`` or ``penalty`` of stays."""
    if payer in ("due", "penalty"):
        return sum(int(getattr(event, payer)) for event in events if isinstance(event, Discharged))
    return sum(int(getattr(payments(event), payer)) for event in events)


def own(events: Sequence[Event]) -> int | None:
    """What the person paid in these events, fen; None when there was nothing to pay."""
    return layer(events, "own") if layer(events, "bill") else None


class Deeds(Speaker):
    """Says what somebody does, in one language."""

    def of(self, events: Sequence[Event]) -> str:
        """Join what is done in these events, with what is paid, into one clause after another."""
        clauses = list(self.clauses(events))
        cost = self.pays(own(events), layer(events, "penalty"))
        if cost:
            # What it costs stands behind the care, before what comes after it.
            ends = [event for event in events if isinstance(event, Ended | Expected | Changed)]
            at = max(len(clauses) - len(ends), 0)
            clauses.insert(at, cost)
        return self.say(", ", "，").join(clauses)

    def pays(self, fen: int | None, penalty: int = 0) -> str:
        """Say what the person pays, and how much of it for skipping the referral order."""
        if fen is None:
            return ""
        if penalty:
            return self.say(
                f"pays {yuan(fen)} ({yuan(penalty)} of it for skipping the order)",
                f"自付 {yuan(fen)} 元（其中越级少报 {yuan(penalty)} 元）",
            )
        return (
            self.say(f"pays {yuan(fen)}", f"自付 {yuan(fen)} 元")
            if fen
            else self.say("pays nothing", "不用自付")
        )

    def clauses(self, events: Iterable[Event]) -> Iterator[str]:
        """Yield a clause for each event that is a deed."""
        for event in events:
            clause = self.clause(event)
            if clause:
                yield clause

    def clause(self, event: Event) -> str:
        """Say one event; empty when another event says it better."""
        say = self.say
        match event:
            case Chose(place=Place(option="none")):
                return say("stays without care", "不就医")
            case Chose(place=Place(option="pharmacy")):
                return say("buys medicine at a pharmacy", "去药店买药")
            case Visited():
                return self.visit(event)
            case TurnedAway(place=place):
                return say(f"finds {self.name(place)} full", f"到{self.name(place)}未排上号")
            case Admitted(place=place, moved=moved):
                return phrases_of_care.ADMITS[moved].say(self.language).format(place=self.name(place))
            case Discharged(place=place, days=days, to=to):
                words = phrases_of_care.LEAVES[to].say(self.language)
                return words.format(place=self.name(place), days=days)
            case Referred(place=where):
                key = event.way if event.way == "down" else "slip", event.fate
                words = phrases_of_care.REFERS.get(key, NOTHING).say(self.language)
                return words.format(place=self.name(where) if where else "")
            case FollowedUp(place=place):
                return say(f"is seen by the team of {self.name(place)}", f"由{self.name(place)}团队随访")
            case LongTerm(place=place, leaves=leaves, days=days):
                words = phrases_of_care.LIVES[leaves].say(self.language)
                return words.format(place=self.name(place), days=days)
            case Expected():
                return self.next(event)
            case Ended(how=how):
                return phrases.ENDS[how].say(self.language)
            case Changed(what=what, to=to):
                if (what, to) in phrases.STANDS:
                    return phrases.STANDS[what, to].say(self.language)
                name = phrases.CHRONIC[what].say(self.language)
                return phrases.CONTROLS[to].say(self.language).format(name=name)
        return ""

    def visit(self, visit: Visited) -> str:
        """Say where somebody goes and what is done there."""
        where = self.name(visit.place)
        goes = {
            "emergency": self.say(f"is taken by 120 to {where}", f"由 120 送到{where}"),
            "referred": self.say(f"goes with the slip to {where}", f"持转诊单去{where}"),
        }.get(visit.origin, self.say(f"goes to {where}", f"去{where}"))
        if visit.home:
            goes = self.say(f"is visited at home by the team of {where}", f"由{where}团队上门服务")
        if visit.remote:
            lead = self.name(visit.remote)
            goes += self.say(f" with advice from {lead}", f"（{lead}远程会诊）")
        done = phrases.DONE[visit.decision, visit.adequate].say(self.language)
        return goes + self.say(" and ", "，") + done

    def next(self, event: Expected) -> str:
        """Say when the need comes up again."""
        where = self.name(event.place) if event.place else ""
        if event.why == "slip":
            return self.say(f"is expected at {where} on {event.due}", f"约定 {event.due} 到{where}")
        words = phrases.NEXT[event.why].say(self.language)
        return words.format(due=event.due)

    def name(self, place: Place) -> str:
        """Name a place: its facility, or the option where there is none."""
        return place.name.say(self.language) or phrases.OPTIONS[place.option].say(self.language)
