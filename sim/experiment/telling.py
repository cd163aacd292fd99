"""The story of one person in plain lines, in English or Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

from sim.errors import Text
from sim.experiment import phrases
from sim.experiment.happenings import (
    PARTS,
    Admitted,
    Arose,
    Chose,
    Discharged,
    Ended,
    Event,
    Expected,
    Offer,
    Place,
    TurnedAway,
    Visited,
)
from sim.experiment.story import Person, Story, Year

INDENT = " " * 4
NUMBERS = ("chance", "utility", *PARTS, "minutes", "own")


def tell(story: Story, language: str) -> list[str]:
    """Tell a story in ``"zh"`` or ``"en"``, one sentence or table row a line."""
    return list(Teller(story, language).lines())


def yuan(fen: int) -> str:
    """Write money in yuan with two decimals."""
    return f"{fen / 100:,.2f}"


def places(text: str) -> int:
    """Width of a text in a terminal, where a Chinese character takes two places."""
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


class Teller:
    """Tells one story in one language."""

    def __init__(self, story: Story, language: str) -> None:
        self.story = story
        self.language = language

    def say(self, en: str, zh: str) -> str:
        """Return the sentence in the language."""
        return zh if self.language == "zh" else en

    def lines(self) -> Iterator[str]:
        """Yield all lines."""
        say, story = self.say, self.story
        who, first, last, run = story.person.resident, story.start, story.until, story.scenario
        yield say(
            f"Resident {who}, {first} to {last} ({run}, seed {story.seed})",
            f"居民 {who}，{first} 至 {last}（{run}，随机种子 {story.seed}）",
        )
        yield self.portrait(story.person)
        yield ""
        if any(isinstance(event, Chose) for event in story.events):
            yield from (line.say(self.language) for line in phrases.LEGEND)
            yield ""
        if story.before:
            yield say("Under way when the first counted day began:", "起始日之前已在进行：")
            yield from self.days(story.before)
            yield ""
        if story.events:
            yield from self.days(story.events)
        elif story.person.alive:
            yield say("No need for care came up in these days.", "这段时间没有出现就医需要。")
        else:
            yield say("Had died before the first counted day.", "在起始日之前已去世。")
        yield ""
        yield from map(self.total, story.years())

    def portrait(self, who: Person) -> str:
        """Say who somebody is."""
        say, tongue = self.say, self.language
        parts = [
            say(
                f"{'Woman' if who.woman else 'Man'} of {who.age}",
                f"{who.age} 岁{'女性' if who.woman else '男性'}",
            ),
            say(
                f"{who.village.en}, {who.township.en}, {who.county.en}",
                f"{who.county.zh}{who.township.zh}{who.village.zh}",
            ),
            say(
                f"household income in fifth {who.income} of 5 (1 is the poorest)",
                f"家庭收入第 {who.income} 个五分位（1 为最低）",
            ),
            phrases.INSURANCE[who.insurance].say(tongue),
            say("travels ", "出行方式为") + phrases.MODES[who.mode].say(tongue),
        ]
        for name, controlled in who.chronic.items():
            state = say(
                "controlled" if controlled else "not controlled", "已控制" if controlled else "未控制"
            )
            parts.append(phrases.CHRONIC[name].say(tongue) + say(f" ({state})", f"（{state}）"))
        if who.certified:
            parts.append(say("certificate for chronic outpatient care", "有门诊慢特病待遇"))
        if who.signed:
            parts.append(say("contract with a family doctor", "已签约家庭医生"))
        parts.append(self.residence(who))
        return say("; ", "；").join(parts) + say(".", "。")

    def residence(self, who: Person) -> str:
        """Say where somebody lives most of the year."""
        if not who.away:
            return self.say("lives there all year", "常年在家")
        if who.home is None:
            return self.say("lives elsewhere, not home for Spring Festival", "常年在外，春节不回乡")
        first, last = who.home
        return self.say(f"lives elsewhere, home from {first} to {last}", f"常年在外，{first} 至 {last} 在家")

    def days(self, events: Iterable[Event]) -> Iterator[str]:
        """Yield what happened: a heading for each day and need, sentences below it."""
        for (day, number), group in groupby(events, lambda event: (event.day, event.need)):
            inside = list(group)
            yield f"{day}  {self.heading(number, inside[0])}"
            for event in inside:
                yield from (INDENT + line for line in self.event(event))

    def heading(self, number: int, first: Event) -> str:
        """Name the need."""
        if not number:
            return phrases.OTHER_DEATH.say(self.language)
        need = self.story.needs[number - 1]
        text = self.say(f"Need {number}: {need.name.en}", f"就医需要 {number}：{need.name.zh}")
        if isinstance(first, Arose):
            text += self.say(", ", "，") + phrases.SEVERITY[first.severity].say(self.language)
            if not first.first:
                text += self.say(", again", "，再次求医")
        return text

    def event(self, event: Event) -> Iterator[str]:
        """Yield the sentences of one event."""
        say, tongue = self.say, self.language
        match event:
            case Chose():
                yield from self.choice(event)
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
                yield self.paid(event.bill, event.fund, event.critical)
            case Expected():
                yield self.expected(event)
            case Ended(need=need, how=how) if need:
                yield phrases.ENDED[how].say(tongue)

    def choice(self, event: Chose) -> Iterator[str]:
        """Yield the table of options and what was chosen."""
        yield from self.table(event)
        options = [offer.place for offer in event.offers]
        bounds = list(accumulate((offer.chance for offer in event.offers), initial=0.0))
        low, high = bounds[options.index(event.place) :][:2]
        span = f"{100 * low:.1f} %–{100 * high:.1f} %"
        yield self.say(
            f"Random number {100 * event.drawn:.1f} % falls in {span}: {self.name(event.place)}.",
            f"随机数 {100 * event.drawn:.1f} % 落在 {span}：{self.name(event.place)}。",
        )
        if event.bill:
            yield self.paid(event.bill, 0)

    def table(self, event: Chose) -> Iterator[str]:
        """Yield the options as rows of numbers, the chosen one marked."""
        names = [*NUMBERS, "option"]
        rows = [[phrases.COLUMNS[name].say(self.language) for name in names], *map(self.cells, event.offers)]
        widths = [max(map(places, column)) for column in zip(*rows, strict=True)]
        for row, place in zip(rows, [None, *(offer.place for offer in event.offers)], strict=True):
            numbers = (" " * (width - places(text)) + text for text, width in zip(row, widths, strict=True))
            yield "  ".join(["→" if place == event.place else " ", *list(numbers)[:-1], row[-1]])

    def cells(self, offer: Offer) -> list[str]:
        """Write one option as a row of texts."""
        option, facility = phrases.OPTIONS[offer.place.option], offer.place.name
        # Rounded first, and never minus zero.
        parts = [f"{round(value, 2) + 0.0:.2f}" for value in (offer.utility, *offer.parts.values())]
        return [
            f"{100 * offer.chance:.1f} %",
            *parts,
            f"{offer.minutes:.0f}",
            "" if offer.own_fen is None else yuan(offer.own_fen),
            self.say(f"{option.en}: {facility.en}", f"{option.zh}：{facility.zh}").rstrip(":： "),
        ]

    def name(self, place: Place) -> str:
        """Name a place: its facility, or the option where there is none."""
        return place.name.say(self.language) or phrases.OPTIONS[place.option].say(self.language)

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
        mode = phrases.MODES[self.story.person.mode].say(self.language)
        first = how.get(visit.origin, Text("Went to", "到")).say(self.language)
        return self.say(
            f"{first} {where}: {minutes} minutes {mode}, waited {visit.wait:.0f} minutes.",
            f"{first}{where}：{mode} {minutes} 分钟，候诊 {visit.wait:.0f} 分钟。",
        )

    def paid(self, bill: int, fund: int, critical: int = 0, why: str = "") -> str:
        """Say what a bill was, who paid it, and why the fund paid nothing."""
        extra = self.say(f", critical-illness insurance {yuan(critical)}", f"，大病保险 {yuan(critical)}")
        layers = f" {yuan(fund)}{extra if critical else ''}"
        reason, own = phrases.UNPAID[why].say(self.language), yuan(bill - fund - critical)
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

    def total(self, year: Year) -> str:
        """Sum up a year."""
        count = self.say(
            f"{year.year}: new needs {year.needs}, visits {year.visits}, purchases at a pharmacy "
            f"{year.pharmacy}, stays {year.stays} ({year.bed_days} days). ",
            f"{year.year} 年：新发需要 {year.needs} 次，就诊 {year.visits} 次，药店购药 {year.pharmacy} 次，"
            f"住院 {year.stays} 次（{year.bed_days} 天）。",
        )
        return count + self.paid(year.cost, year.fund, year.critical)
