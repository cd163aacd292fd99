"""The story of one person in plain lines, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, groupby

from sim.experiment import phrases, phrases_of_care
from sim.experiment.circumstances import CIRCUMSTANCES
from sim.experiment.happenings import PARTS, Arose, Chose, Event, Offer
from sim.experiment.payments import Payments, payments
from sim.experiment.sentences import Sentences, places, yuan
from sim.experiment.story import Person, Story, Year
from sim.policy.wording import percent

INDENT = " " * 4
NUMBERS = ("chance", "utility", *PARTS, "minutes", "own")


def tell(story: Story, language: str) -> list[str]:
    """Tell a story in ``"zh"`` or ``"en"``, one sentence or table row a line."""
    return list(Teller(story, language).lines())


class Teller(Sentences):
    """Tells one story in one language."""

    def __init__(self, story: Story, language: str) -> None:
        super().__init__(language, story.person.mode)
        self.story = story

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
        return self.say("; ", "；").join(self.facts(who)) + self.say(".", "。")

    def facts(self, who: Person) -> list[str]:
        """Say who somebody is, one fact after another."""
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
        parts += [phrases.GROUPS[one].say(tongue) for one in who.groups if one in phrases.GROUPS]
        if who.certified:
            parts.append(say("certificate for chronic outpatient care", "有门诊慢特病待遇"))
        if who.signed:
            kind = phrases.CONTRACTS[who.contract].say(tongue)
            more = say(f" ({kind})", f"（{kind}）") if who.contract not in ("", "plain") else ""
            parts.append(say("contract with a family doctor", "已签约家庭医生") + more)
        return [*parts, self.residence(who)]

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
        for (day, number, _), group in groupby(events, _heading_of):
            inside = list(group)
            yield f"{day}  {self.heading(number, inside[0])}"
            for event in inside:
                yield from (INDENT + line for line in self.event(event))

    def heading(self, number: int, first: Event) -> str:
        """Name the need."""
        if isinstance(first, CIRCUMSTANCES):
            return phrases_of_care.CIRCUMSTANCES[first.kind].say(self.language)
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
        """Yield the sentences of one event, a choice with its table."""
        yield from self.choice(event) if isinstance(event, Chose) else super().event(event)

    def choice(self, event: Chose) -> Iterator[str]:
        """Yield the table of options and what was chosen."""
        yield from self.table(event)
        options = [offer.place for offer in event.offers]
        bounds = list(accumulate((offer.chance for offer in event.offers), initial=0.0))
        low, high = bounds[options.index(event.place) :][:2]
        drawn, *ends = (percent(one, 1).say(self.language) for one in (event.drawn, low, high))
        span = "–".join(ends)
        yield self.say(
            f"Random number {drawn} falls in {span}: {self.name(event.place)}.",
            f"随机数 {drawn} 落在 {span}：{self.name(event.place)}。",
        )
        if event.bill:
            yield self.paid(payments(event))

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
            percent(offer.chance, 1).say(self.language),
            *parts,
            f"{offer.minutes:.0f}",
            "" if offer.own_fen is None else yuan(offer.own_fen),
            self.say(f"{option.en}: {facility.en}", f"{option.zh}：{facility.zh}").rstrip(":： "),
        ]

    def total(self, year: Year) -> str:
        """Sum up a year."""
        count = self.say(
            f"{year.year}: new needs {year.needs}, visits {year.visits}, purchases at a pharmacy "
            f"{year.pharmacy}, stays {year.stays} ({year.bed_days} days). ",
            f"{year.year} 年：新发需要 {year.needs} 次，就诊 {year.visits} 次，药店购药 {year.pharmacy} 次，"
            f"住院 {year.stays} 次（{year.bed_days} 天）。",
        )
        return count + self.paid(Payments(year.cost, year.fund, year.critical, year.aid, year.other))


def _heading_of(event: Event) -> tuple[date, int, str]:
    """What events share that stand under one heading."""
    return event.day, event.need, event.kind if isinstance(event, CIRCUMSTANCES) else ""
