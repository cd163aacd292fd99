"""Sentences on single events of a story, in English or Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from sim.errors import Text
from sim.experiment import phrases, phrases_of_care
from sim.experiment.circumstances import Changed, FollowedUp, LongTerm
from sim.experiment.happenings import (
    Admitted,
    Discharged,
    Ended,
    Event,
    Expected,
    Place,
    Referred,
    TurnedAway,
    Visited,
)
from sim.experiment.payments import Payments, payments
from sim.language import Speaker


def yuan(fen: int) -> str:
    """Write money in yuan with two decimals."""
    return f"{fen / 100:,.2f}"


def places(text: str) -> int:
    """Width of a text in a terminal, where a Chinese character takes two places."""
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


class Sentences(Speaker):
    """Says what happens in one language.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    mode : str
        `Mode` of the person by lower-case name.
    """

    def __init__(self, language: str, mode: str) -> None:
        super().__init__(language)
        self.mode = mode

    def event(self, event: Event) -> Iterator[str]:
        """Yield the sentences of one event; a choice has none here."""
        say, tongue = self.say, self.language
        match event:
            case Visited():
                yield self.arrival(event)
                if event.remote:
                    lead = self.name(event.remote)
                    yield say(f"A doctor of {lead} was consulted from afar.", f"远程会诊：{lead}医生参与。")
                yield phrases.DECISION[event.decision, event.adequate].say(tongue)
                yield self.paid(payments(event), event.unpaid, event.pool)
            case TurnedAway(place=place):
                where = self.name(place)
                yield say(
                    f"Came to {where}, but was turned away: the day's list was full.",
                    f"到{where}，当日号满，未能就诊。",
                )
            case Admitted(place=place, moved=moved):
                yield phrases_of_care.ADMITTED[moved].say(tongue).format(place=self.name(place))
            case Discharged():
                yield from self.leaves(event)
            case Referred():
                yield from self.referred(event)
            case FollowedUp(place=place):
                where = self.name(place)
                yield say(f"The team of {where} follows the chronic disease up.", f"{where}团队随访慢病。")
            case LongTerm():
                words = phrases_of_care.LONG_TERM[event.leaves].say(tongue)
                yield words.format(place=self.name(event.place), days=event.days)
                if event.leaves:
                    yield self.paid(payments(event))
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
        if visit.home:
            return self.say(f"The team of {where} came to the home.", f"{where}团队上门服务。")
        if visit.place.option == "elsewhere":
            return self.say(f"Went to {where}.", f"到{where}就诊。")
        how = {
            "referred": Text("Came with the slip to", "持转诊单到"),
            "booked": Text("Came as agreed to", "按约到"),
            "report": Text("Came for the report to", "取报告到"),
        }
        mode = phrases.MODES["carried" if visit.carried else self.mode].say(self.language)
        first = how.get(visit.origin, Text("Went to", "到")).say(self.language)
        return self.say(
            f"{first} {where}: {minutes} minutes {mode}, waited {visit.wait:.0f} minutes.",
            f"{first}{where}：{mode} {minutes} 分钟，候诊 {visit.wait:.0f} 分钟。",
        )

    def leaves(self, stay: Discharged) -> Iterator[str]:
        """Say how a stay ends, who paid, and on which terms."""
        say = self.say
        words = phrases_of_care.LEFT[stay.to].say(self.language)
        yield words.format(place=self.name(stay.place), days=stay.days)
        inside = payments(replace(stay, exam_bill=0, exam_fund=0))
        yield self.paid(inside)
        points = f"{abs(stay.points):g}"
        if stay.path == "stepwise" and stay.points > 0:
            yield say(
                f"Came with the slip that was due: {points} percentage points more were paid.",
                f"持应有的转诊单就诊：支付比例提高 {points} 个百分点。",
            )
        elif stay.path != "plain" and stay.points < 0:
            came = (
                say("Came without the slip that was due", "没有应有的转诊单（越级）")
                if stay.path == "skipped"
                else say("In a hospital beyond the home city", "在市外住院")
            )
            cost = say(f", which cost {yuan(stay.penalty)} yuan", f"，少报 {yuan(stay.penalty)} 元")
            yield say(
                f"{came}: {points} percentage points less were paid{cost if stay.penalty else ''}.",
                f"{came}：支付比例降低 {points} 个百分点{cost if stay.penalty else ''}。",
            )
        if stay.chain:
            yield phrases_of_care.CHAINS[stay.chain].say(self.language).format(due=yuan(stay.due))
        if stay.exam:
            yield self.examined(stay, self.name(stay.exam))

    def examined(self, stay: Discharged, lead: str) -> str:
        """Say where a patient was examined during the stay, and how that was settled."""
        if not stay.exam_bill:
            price = yuan(stay.exam_within)
            return self.say(
                f"Examined at {lead} during the stay: {price} yuan, settled within the stay.",
                f"住院期间到{lead}检查：{price} 元，并入本次住院结算。",
            )
        bill, fund, own = map(yuan, (stay.exam_bill, stay.exam_fund, stay.exam_bill - stay.exam_fund))
        return self.say(
            f"Examined at {lead} during the stay, settled apart: {bill} yuan, fund {fund}, own {own}.",
            f"住院期间到{lead}检查，另按门诊结算：{bill} 元，医保 {fund}，自付 {own}。",
        )

    def referred(self, event: Referred) -> Iterator[str]:
        """Say what became of a referral; nothing where the visit, the stay or the next date says it."""
        words = phrases_of_care.REFERRED.get((event.way if event.way == "down" else "slip", event.fate))
        if words:
            yield words.say(self.language).format(place=self.name(event.place) if event.place else "")

    def paid(self, paid: Payments, why: str = "", pool: str = "") -> str:
        """Say what a bill was, who paid it, from which pool, and why the fund paid nothing."""
        say, fund = self.say, yuan(paid.fund)
        special = phrases_of_care.POOLS.get(pool) if paid.fund else None
        fund += special.say(self.language) if special else ""
        layers = [say(f"fund {fund}", f"医保 {fund}")]
        for name in ("critical", "aid", "other"):
            fen = getattr(paid, name)
            if fen:
                layers.append(f"{phrases.LAYERS[name].say(self.language)} {yuan(fen)}")
        reason, own = phrases.UNPAID[why].say(self.language), yuan(paid.own)
        return say(
            f"Bill {yuan(paid.bill)} yuan: {', '.join(layers)}, own {own}{reason}.",
            f"费用 {yuan(paid.bill)} 元：{'，'.join(layers)}，自付 {own}{reason}。",
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
            case "report":
                return say(f"Comes back to {where} for the report on {due}.", f"{due} 到{where}取报告。")
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
