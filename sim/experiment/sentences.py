"""Sentences on single events of a story, in English or Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sim.errors import Text
from sim.experiment import phrases
from sim.experiment.happenings import (
    Admitted,
    Changed,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    TurnedAway,
    Visited,
)


def yuan(fen: int) -> str:
    """Write money in yuan with two decimals."""
    return f"{fen / 100:,.2f}"


def places(text: str) -> int:
    """Width of a text in a terminal, where a Chinese character takes two places."""
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


class Sentences:
    """Says what happens in one language.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    mode : str
        `Mode` of the person by lower-case name.
    """

    def __init__(self, language: str, mode: str) -> None:
        self.language = language
        self.mode = mode

    def say(self, en: str, zh: str) -> str:
        """Return the sentence in the language."""
        return zh if self.language == "zh" else en

    def event(self, event: Event) -> Iterator[str]:
        """Yield the sentences of one event; a choice has none here."""
        say, tongue = self.say, self.language
        match event:
            case Visited():
                yield self.arrival(event)
                yield phrases.DECISION[event.decision, event.adequate].say(tongue)
                yield self.paid(event.bill, event.fund, why=event.unpaid)
            case TurnedAway(place=place):
                where = self.name(place)
                yield say(
                    f"Came to {where}, but was turned away: the day's list was full.",
                    f"到{where}，当日号满，未能就诊。",
                )
            case Admitted(place=place, down=down):
                where = self.name(place)
                moved = say(f"Moved to a bed of {where} to recover.", f"转到{where}康复。")
                yield moved if down else say(f"Admitted to {where}.", f"入住{where}。")
            case Discharged(place=place, days=days, down=down):
                where = self.name(place)
                gone = say(
                    f"The stay at {where} ends after {days} days.", f"在{where}的住院结束，共 {days} 天。"
                )
                stable = say(f"Stable after {days} days at {where}.", f"在{where}住院 {days} 天后病情稳定。")
                yield stable if down else gone
                yield self.paid(event.bill, event.fund, event.critical, event.aid)
            case Expected():
                yield self.expected(event)
            case Changed():
                yield self.changed(event)
            case Ended(need=need, how=how) if need:
                yield phrases.ENDED[how].say(tongue)

    def name(self, place: Place) -> str:
        """Name a place: its facility, or the option where there is none."""
        return place.name.say(self.language) or phrases.OPTIONS[place.option].say(self.language)

    def changed(self, event: Changed) -> str:
        """Say what has become of a person's contract, certificate or chronic disease."""
        if (event.what, event.to) in phrases.STANDING:
            return phrases.STANDING[event.what, event.to].say(self.language)
        name = phrases.CHRONIC[event.what]
        return phrases.CONTROL[event.to].say(self.language).format(name=name.say(self.language))

    def arrival(self, visit: Visited) -> str:
        """Say how somebody came and how long it took."""
        where, minutes = self.name(visit.place), f"{visit.minutes:.0f}"
        if visit.origin == "emergency":
            return self.say(
                f"Called 120; reached {where} {minutes} minutes after the call.",
                f"呼叫 120，{minutes} 分钟后送达{where}。",
            )
        if visit.place.option == "elsewhere":
            return self.say(f"Went to {where}.", f"到{where}就诊。")
        how = {
            "referred": Text("Came with the slip to", "持转诊单到"),
            "booked": Text("Came as agreed to", "按约到"),
        }
        mode = phrases.MODES[self.mode].say(self.language)
        first = how.get(visit.origin, Text("Went to", "到")).say(self.language)
        return self.say(
            f"{first} {where}: {minutes} minutes {mode}, waited {visit.wait:.0f} minutes.",
            f"{first}{where}：{mode} {minutes} 分钟，候诊 {visit.wait:.0f} 分钟。",
        )

    def paid(self, bill: int, fund: int, critical: int = 0, aid: int = 0, why: str = "") -> str:
        """Say what a bill was, who paid it, and why the fund paid nothing."""
        extra = self.say(f", critical-illness insurance {yuan(critical)}", f"，大病保险 {yuan(critical)}")
        more = self.say(f", medical aid {yuan(aid)}", f"，医疗救助 {yuan(aid)}")
        layers = f" {yuan(fund)}{extra if critical else ''}{more if aid else ''}"
        reason, own = phrases.UNPAID[why].say(self.language), yuan(bill - fund - critical - aid)
        return self.say(
            f"Bill {yuan(bill)} yuan: fund{layers}, own {own}{reason}.",
            f"费用 {yuan(bill)} 元：医保{layers}，自付 {own}{reason}。",
        )

    def expected(self, event: Expected) -> str:
        """Say when the need comes up again, and why."""
        say, due = self.say, event.due
        where = self.name(event.place) if event.place else ""
        severity = phrases.SEVERITY[event.severity].say(self.language)
        match event.why:
            case "follow_up":
                return say(
                    f"Follow-up on {due}{where and f' at {where}'}.", f"{due} {where and f'到{where}'}复诊。"
                )
            case "slip":
                return say(
                    f"Takes the slip to {where}, expected there on {due}.", f"接受转诊，{due} 到{where}。"
                )
            case "higher":
                return say(f"Will seek a higher level of care on {due}.", f"{due} 去上级机构。")
            case "same_place":
                return say(f"Will come again to {where} on {due}.", f"{due} 再到{where}。")
            case "elsewhere":
                return say(f"Will try elsewhere on {due}.", f"{due} 改去别处。")
            case "bed":
                return say(f"No bed is free at {where}; asks again on {due}.", f"{where}无空床，{due} 再问。")
            case "no_bed":
                return say(f"No bed again; will look elsewhere on {due}.", f"仍无床位，{due} 改去别处。")
        return say(f"Not over: comes up again on {due}, {severity}.", f"未愈，{due} 再次出现（{severity}）。")
