"""The difference between two lives on a day, told in words, and why."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment import phrases
from sim.experiment.deeds import Deeds, layer
from sim.experiment.happenings import Admitted, Ended, Event, Expected, Visited
from sim.experiment.pairing import Row, parted
from sim.experiment.reasons import Reasons, choice_of
from sim.experiment.sentences import yuan
from sim.experiment.story import Story


class Contrast:
    """Tells differences between two stories in one language.

    Parameters
    ----------
    a, b : Story
    pairs : sequence of Row
        Their days laid side by side.
    language : str
        ``"zh"`` or ``"en"``.
    """

    def __init__(self, a: Story, b: Story, pairs: Sequence[Row], language: str) -> None:
        self.a, self.b = a, b
        self.parting = parted(pairs)[1]
        apart = [row for row in pairs if row.apart and row.need]
        # The first day on which each need goes two ways; later ones are overwritten by earlier ones.
        self.forks = {row.need.episode: row.day for row in reversed(apart) if row.need}
        self.deeds = Deeds(language)
        self.reasons = Reasons(language)
        self.say = self.deeds.say

    def who(self) -> str:
        """Return the pronoun."""
        woman = self.a.person.woman
        return self.say("she" if woman else "he", "她" if woman else "他")

    def shared(self, row: Row) -> str:
        """Tell what happens in both lives."""
        deeds = self.deeds.of(row.a)
        return deeds[:1].upper() + deeds[1:] + self.say(".", "。") if deeds else ""

    def difference(self, row: Row) -> str:
        """Tell in one sentence how a day differs; empty when it does not."""
        if row.same:
            return ""
        if not row.apart:
            return self.degree(row)
        a, b = (self.side(story, row, events) for story, events in ((self.a, row.a), (self.b, row.b)))
        who = self.who()
        return self.say(f"Under A {who} {a}; under B {who} {b}.", f"方案 A 下{who}{a}；方案 B 下{who}{b}。")

    def side(self, story: Story, row: Row, events: Sequence[Event]) -> str:
        """Tell one side: what is done, or where the need stands when nothing is."""
        return self.deeds.of(events) or self.meanwhile(story, row)

    def degree(self, row: Row) -> str:
        """Tell that care is the same, and how money and minutes differ."""
        found = []
        for name, label in phrases.LAYERS.items():
            a, b = (layer(events, name) for events in (row.a, row.b))
            if a != b:
                what = label.say(self.deeds.language)
                found.append(
                    self.say(f"{what} {yuan(a)} and {yuan(b)} yuan", f"{what} {yuan(a)} 与 {yuan(b)} 元")
                )
        for name, label in phrases.MINUTES.items():
            a, b = (_minutes(events, name) for events in (row.a, row.b))
            if a != b:
                what = label.say(self.deeds.language)
                found.append(self.say(f"{what} {a} and {b} minutes", f"{what} {a} 与 {b} 分钟"))
        what = self.say(", ", "，").join(found) or self.say("paid on other terms", "支付理由不同")
        return self.say(f"The same care; {what} (under A and B).", f"就医相同；{what}（A 与 B）。")

    def meanwhile(self, story: Story, row: Row) -> str:
        """Say where a need stands on a day on which nothing happens to it in this life."""
        say, day = self.say, row.day
        end = next((one for one in story.events if _death(one) and one.day <= day), None)
        if end:
            return say(f"has died on {end.day}", f"已于 {end.day} 去世")
        if row.need is None:
            return say("stays as before", "没有变化")
        number = next((need.number for need in story.needs if need.episode == row.need.episode), 0)
        own_events = [event for event in story.events if number and event.need == number]
        past = [event for event in own_events if event.day <= day]
        if not past:
            later = own_events and own_events[0].day
            if later:
                return say(f"has this need only from {later} on", f"到 {later} 才有此需要")
            return say("does not have this need", "没有此需要")
        match past[-1]:
            case Ended(how=how, day=on):
                ended = phrases.ENDS[how].say(self.deeds.language)
                return say(f"is through with it since {on} ({ended})", f"已于 {on} 了结（{ended}）")
            case Expected(due=due):
                return say(f"waits until {due}", f"等到 {due}")
            case Admitted(place=place):
                where = self.deeds.name(place)
                return say(f"is in a bed of {where}", f"正在{where}住院")
        return say("has nothing to do for it", "当日无事")

    def why(self, row: Row) -> str:
        """Say why a day differs, or what was weighed otherwise where it does not; may be empty.

        What follows from an earlier day on which the same need went two ways is not explained again.
        """
        a, b = choice_of(row.a), choice_of(row.b)
        if a and b:
            return self.reasons.of_choices(a, b)
        if not row.apart or row.need is None or row.day > self.forks[row.need.episode]:
            return ""
        return (
            self.reasons.of_crowds(row)
            or self.reasons.of_referrals(row)
            or self.reasons.of_lives(self.a, self.b, row.day, self.parting)
        )


def _death(event: Event) -> bool:
    return isinstance(event, Ended) and event.how == "death"


def _minutes(events: Sequence[Event], name: str) -> int:
    return sum(round(float(getattr(event, name))) for event in events if isinstance(event, Visited))
