"""The page of two lives: heading, person, timeline, slips and sums, as blocks that a terminal can lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.errors import Text
from sim.experiment import phrases, phrases_of_care
from sim.experiment.contrast import Contrast
from sim.experiment.happenings import Arose, Ended, Event
from sim.experiment.pairing import Row
from sim.experiment.payments import payments
from sim.experiment.reasons import choice_of
from sim.experiment.reckoning import Slip, reckon, slips
from sim.experiment.sentences import yuan
from sim.experiment.story import Person, Story
from sim.experiment.telling import Teller
from sim.experiment.twin import Twin
from sim.policy.wording import percent

MONEY = ("bill", "fund", "critical", "aid", "other", "own", "penalty")


RARE = (
    "declined", "follow_ups", "home_visits", "remote", "supplied", "critical", "aid", "other", "penalty",
)  # fmt: skip
"""Sums that are left out when they are zero in both lives."""


@dataclass(frozen=True)
class Block:
    """A piece of the page.

    Attributes
    ----------
    style : str
        ``title``, ``text``, ``heading`` (of a part), ``same`` (shown once, dimmed) and ``leaning`` (what was
        weighed otherwise then), ``day`` (heading of a day that differs), ``difference``, ``why``, ``sides``
        (two columns) or ``sums`` (a table of rows).
    text : str
        Of all styles but the last two.
    a, b : tuple of str
        Lines of the two columns.
    table : tuple of (label, A, B)
        Of ``sums``.
    """

    style: str
    text: str = ""
    a: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    table: tuple[tuple[str, str, str], ...] = ()


class Page:
    """Tells two lives in one language.

    Parameters
    ----------
    twin : Twin
    language : str
        ``"zh"`` or ``"en"``.
    """

    def __init__(self, twin: Twin, language: str) -> None:
        self.twin = twin
        self.language = language
        self.tellers = Teller(twin.a, language), Teller(twin.b, language)
        self.contrast = Contrast(twin.a, twin.b, twin.rows, language)
        self.say = self.contrast.say

    def blocks(self) -> Iterator[Block]:
        """Yield the page from top to bottom."""
        yield from self.top()
        yield Block("heading", self.say("Day by day", "逐日经历"))
        yield from self.days()
        yield from self.fates()
        yield Block("heading", self.say("What it comes to", "合计"))
        yield Block("sums", table=tuple(self.sums()))

    def top(self) -> Iterator[Block]:
        """Yield who the person is, what differs at the start, and when the lives part."""
        say, a, b = self.say, self.twin.a, self.twin.b
        who = a.person.resident
        yield Block(
            "title",
            say(
                f"Resident {who} under two policies, {a.start} to {a.until}, seed {a.seed}",
                f"居民 {who} 在两种政策下，{a.start} 至 {a.until}，随机种子 {a.seed}",
            ),
        )
        for letter, story, title in zip("AB", (a, b), self.twin.titles, strict=True):
            name = title.say(self.language)
            yield Block("text", f"{letter} = {name}" + say(f" ({story.scenario})", f"（{story.scenario}）"))
        yield Block("text", "")
        yield Block("text", self.tellers[0].portrait(a.person))
        yield from (Block("difference", line) for line in self.starts())
        yield Block("text", self.verdict())

    def starts(self) -> Iterator[str]:
        """Yield what differs between the two on the first counted day."""
        for name in self.twin.differs_at_start():
            signed = self.twin.a.person.signed, self.twin.b.person.signed
            if name == "groups" or (name == "contract" and not all(signed)):
                continue  # told by other facts
            label = phrases.FACTS.get(name, Text(name, name)).say(self.language)
            one, two = (self.fact(story.person, name) for story in (self.twin.a, self.twin.b))
            yield self.say(
                f"From the first day, {label}: {one} under A, {two} under B.",
                f"自第一天起，{label}：方案 A 为{one}，方案 B 为{two}。",
            )

    def fact(self, who: Person, name: str) -> str:
        """Write one fact about a person."""
        value = getattr(who, name)
        if name == "chronic":
            return self.control(who)
        if isinstance(value, bool):
            return self.say("yes" if value else "no", "有" if value else "无")
        if isinstance(value, Text):
            return value.say(self.language)
        words = {"insurance": phrases.INSURANCE, "contract": phrases.CONTRACTS, "mode": phrases.MODES}.get(
            name
        )
        return words[value].say(self.language) if words else str(value)

    def control(self, who: Person | None) -> str:
        """Write which chronic disease is under control."""
        words = []
        for name, controlled in who.chronic.items() if who else ():
            state = phrases.UNDER_CONTROL[controlled].say(self.language)
            words.append(f"{phrases.CHRONIC[name].say(self.language)} {state}")
        return self.say(", ", "，").join(words) or self.say("none", "无")

    def verdict(self) -> str:
        """Say when the two lives part."""
        say, first, parting = self.say, self.twin.first, self.twin.parting
        if first is None:
            return say("The two lives never part.", "两种政策下的经历始终相同。")
        if parting is None:
            return say(
                f"The two lives never part; from {first} on they differ in money or minutes only.",
                f"两种政策下去处始终相同；自 {first} 起仅费用或时间不同。",
            )
        if first < parting:
            return say(
                f"Money or minutes differ from {first} on; the two lives part on {parting}.",
                f"自 {first} 起费用或时间不同；{parting} 起经历分岔。",
            )
        return say(f"The two lives part on {parting}.", f"{parting} 起两种经历分岔。")

    def days(self) -> Iterator[Block]:
        """Yield the timeline: what is the same once, what differs side by side."""
        if not self.twin.rows:
            alive = self.twin.a.person.alive
            yield Block(
                "text",
                self.say("No need for care came up in these days.", "这段时间没有出现就医需要。")
                if alive
                else self.say("Had died before the first counted day.", "在起始日之前已去世。"),
            )
        for row in self.twin.rows:
            if row.day == self.twin.parting and row.apart:
                yield Block("heading", self.say("Here the two lives part", "从这里开始分岔"))
            heading, why = f"{row.day}  {self.heading(row)}", self.contrast.why(row)
            if row.same:
                yield Block("same", heading + self.say(": ", "：") + self.contrast.shared(row))
            else:
                yield Block("day", heading)
                yield Block("difference", self.contrast.difference(row))
            if why:
                yield Block("why" if not row.same else "leaning", why)
            a, b = (self.side(which, row, events) for which, events in enumerate((row.a, row.b)))
            if row.apart and len(a) + len(b) > 2:  # else the sentence has said it all
                yield Block("sides", a=a, b=b)

    def heading(self, row: Row) -> str:
        """Name the need of a row."""
        if row.need is None:
            death = any(isinstance(event, Ended) for event in (*row.a, *row.b))
            if death:
                return phrases.OTHER_DEATH.say(self.language)
            kinds = {event.kind: None for event in (*row.a, *row.b)}
            words = (phrases_of_care.CIRCUMSTANCES[kind].say(self.language) for kind in kinds)
            return self.say(", ", "，").join(words)
        first = next((event for event in (*row.a, *row.b) if isinstance(event, Arose)), None)
        severity = phrases.SEVERITY[first.severity].say(self.language) if first else ""
        name = row.need.name.say(self.language)
        return f"{name}{severity and self.say(f', {severity}', f'（{severity}）')}"

    def side(self, which: int, row: Row, events: Sequence[Event]) -> tuple[str, ...]:
        """Tell one column: the choice in a line, then what came of it; or where the need stands."""
        teller, story = self.tellers[which], (self.twin.a, self.twin.b)[which]
        if not events:
            where = self.contrast.meanwhile(story, row)
            return (self.say(f"({where})", f"（{where}）"),)
        lines = []
        choice = choice_of(events)
        if choice:
            taken = next(offer for offer in choice.offers if offer.place == choice.place)
            chance = percent(taken.chance, 0)
            name = teller.name(choice.place)
            lines.append(self.say(f"Chooses {name} ({chance.en}).", f"选择{name}（{chance.zh}）。"))
            if choice.bill:
                lines.append(teller.paid(payments(choice)))
        for event in events:
            if event is not choice:
                lines.extend(teller.event(event))
        return tuple(lines)

    def fates(self) -> Iterator[Block]:
        """Yield the referral slips of both lives and what became of them."""
        both = slips(self.twin.a), slips(self.twin.b)
        if not any(both):
            return
        yield Block("heading", self.say("Referrals", "转诊"))
        a, b = (
            tuple(self.fate(teller, slip) for slip in found) or (self.say("none", "无"),)
            for teller, found in zip(self.tellers, both, strict=True)
        )
        yield Block("sides", a=a, b=b)

    def fate(self, teller: Teller, slip: Slip) -> str:
        """Say what became of one slip."""
        origin = teller.name(slip.origin) if slip.origin else self.say("a hospital", "医院")
        to = teller.name(slip.target) if slip.target else ""
        became = phrases_of_care.FATES[slip.fate].say(self.language).format(on=slip.on)
        if slip.after:
            became += phrases_of_care.AFTER[slip.after].say(self.language)
        way = phrases_of_care.WAYS[slip.way].say(self.language)
        return self.say(
            f"{slip.day} {way} by {origin}{to and f' to {to}'}: {became}.",
            f"{slip.day} {origin}{way}{to and f'，转往{to}'}：{became}。",
        )

    def sums(self) -> Iterator[tuple[str, str, str]]:
        """Yield the rows of the closing table."""
        a, b = reckon(self.twin.a), reckon(self.twin.b)
        for name, label in phrases.SUMS.items():
            one, two = getattr(a, name), getattr(b, name)
            if name in RARE and not (one or two):
                continue
            write = yuan if name in MONEY else str
            yield label.say(self.language), write(one), write(two)
        stories = self.twin.a, self.twin.b
        ends = [self.control(story.end) for story in stories]
        yield (self.say("chronic disease at the end", "期末慢病控制"), ends[0], ends[1])
        states = [self.state(story) for story in stories]
        yield (self.say("at the end", "期末状况"), states[0], states[1])

    def state(self, story: Story) -> str:
        """Say how a life stands on the last day."""
        death = next((one for one in story.events if isinstance(one, Ended) and one.how == "death"), None)
        if death or not story.person.alive:
            return self.say("died", "去世") + (f" {death.day}" if death else "")
        ended = {one.need for one in story.events if isinstance(one, Ended)}
        open_ = {one.need for one in story.events if one.need} - ended
        if not open_:
            return self.say("alive, no open need", "健在，无未了结的需要")
        return self.say(f"alive, {len(open_)} needs open", f"健在，{len(open_)} 项需要未了结")
