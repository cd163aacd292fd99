"""What somebody does on a day in one short sentence: clauses without a subject, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.experiment import phrases
from sim.experiment.happenings import (
    Admitted,
    Changed,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    TurnedAway,
    Visited,
)
from sim.experiment.sentences import yuan


def layer(events: Iterable[Event], payer: str) -> int:
    """What one payer (or ``bill``, ``own``) comes to in these events, fen."""
    total = 0
    for event in events:
        if isinstance(event, Visited | Discharged | Chose):
            paid = {name: int(getattr(event, name, 0)) for name in ("bill", "fund", "critical", "aid")}
            paid["own"] = 2 * paid["bill"] - sum(paid.values())
            total += paid[payer]
    return total


def own(events: Sequence[Event]) -> int | None:
    """What the person paid in these events, fen; None when there was nothing to pay."""
    return layer(events, "own") if layer(events, "bill") else None


class Deeds:
    """Says what somebody does, in one language.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, en: str, zh: str) -> str:
        """Return the sentence in the language."""
        return zh if self.language == "zh" else en

    def of(self, events: Sequence[Event]) -> str:
        """Join what is done in these events, with what is paid, into one clause after another."""
        clauses = list(self.clauses(events))
        cost = self.pays(own(events))
        if cost:
            # What it costs stands behind the care, before what comes after it.
            ends = [event for event in events if isinstance(event, Ended | Expected | Changed)]
            at = max(len(clauses) - len(ends), 0)
            clauses.insert(at, cost)
        return self.say(", ", "，").join(clauses)

    def pays(self, fen: int | None) -> str:
        """Say what the person pays."""
        if fen is None:
            return ""
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
            case Admitted(place=place, down=True):
                return say(f"moves to a bed of {self.name(place)}", f"转到{self.name(place)}康复")
            case Admitted(place=place):
                return say(f"is admitted to {self.name(place)}", f"住进{self.name(place)}")
            case Discharged(place=place, days=days, down=down):
                where = self.name(place)
                return (
                    say(f"is stable after {days} days at {where}", f"在{where}住院 {days} 天后病情稳定")
                    if down
                    else say(f"leaves {where} after {days} days", f"在{where}住院 {days} 天后出院")
                )
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
