"""What somebody weighed in one choice, in words: what spoke for the place chosen, and what against."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import Text
from sim.experiment.happenings import PARTS, Chose, Offer
from sim.experiment.phrases import OPTIONS
from sim.experiment.sentences import yuan
from sim.language import Speaker
from sim.policy.wording import percent

SLIGHT = 0.05
"""Parts of the utility that differ by less are not worth a word: a chance moves by about a point."""
FOR = {
    "base": Text("suits this illness better", "更适合处理此病"),
    "way": Text("is easier to reach", "更方便到达"),
    "trust": Text("is trusted more in the village", "村里更信任"),
    "wait": Text("has had shorter waits", "近期候诊更短"),
    "price": Text("costs the patient less", "自付更低"),
    "contract": Text("is where the family doctor's contract leads", "是签约引导去的地方"),
    "habit": Text("is where they went before", "是上次去的地方"),
}
AGAINST = {
    "base": Text("suits this illness less", "较不适合处理此病"),
    "way": Text("is harder to reach", "较不便到达"),
    "trust": Text("is trusted less in the village", "村里较不信任"),
    "wait": Text("has had longer waits", "近期候诊更长"),
    "price": Text("costs the patient more", "自付更高"),
    "contract": Text("is not where the family doctor's contract leads", "不是签约引导去的地方"),
    "habit": Text("is not where they went before", "不是上次去的地方"),
}
STAYING = {
    ("base", 1): Text("is what people often do with this illness", "得这种病时人们常如此"),
    ("base", -1): Text("leaves the illness without care", "病情得不到处理"),
    ("way", 1): Text("saves the way", "不用跑路"),
    ("wait", 1): Text("saves the wait", "不用候诊"),
    ("price", 1): Text("saves the cost", "省钱"),
    ("trust", 1): Text("gives up a place that is trusted little", "对另一处信任不足"),
    ("trust", -1): Text("gives up a place that is trusted", "另一处受信任"),
    ("contract", -1): Text("is not where the contract leads", "签约引向另一处"),
    ("habit", 1): Text("is what they did before", "上次也是如此"),
    ("habit", -1): Text("is not what they did before", "上次去了别处"),
}
"""Words for staying without care, by part and whether it speaks for or against it."""


class Weighing(Speaker):
    """Tells choices in one language.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    """

    def of(self, choice: Chose) -> list[str]:
        """Tell a choice in sentences: how likely it was, and what spoke for and against it.

        The place chosen is held against the likeliest of the others. What speaks most comes first.
        """
        taken = next(offer for offer in choice.offers if offer.place == choice.place)
        others = sorted((one for one in choice.offers if one is not taken), key=lambda one: -one.chance)
        if not others:
            return [self.say(f"There was nothing but {self.named(taken)}.", f"只有{self.named(taken)}可选。")]
        rival = others[0]
        return [self.chances(taken, rival), *self.reasons(taken, rival)]

    def chances(self, taken: Offer, rival: Offer) -> str:
        """Say how likely the choice was, and which place was the next, or the first."""
        name, other = self.named(taken), self.named(rival)
        mine, theirs = (percent(one.chance, 0).say(self.language) for one in (taken, rival))
        if taken.chance >= rival.chance:
            return self.say(
                f"{_upper(name)} was the likeliest choice ({mine}), before {other} ({theirs}).",
                f"最可能选择{name}（{mine}），其次是{other}（{theirs}）。",
            )
        return self.say(
            f"{_upper(other)} was likelier ({theirs}), but chance fell on {name} ({mine}).",
            f"{other}的可能性更大（{theirs}），但此次随机选中{name}（{mine}）。",
        )

    def reasons(self, taken: Offer, rival: Offer) -> list[str]:
        """Say what spoke for a place against another, and what against it; nothing of what hardly differs."""
        gaps = sorted(
            ((taken.parts[part] - rival.parts[part], part) for part in PARTS), key=lambda one: -abs(one[0])
        )
        told = []
        for words, title, sign in (
            (FOR, Text("For it", "有利"), 1.0),
            (AGAINST, Text("Against it", "不利"), -1.0),
        ):
            found = [
                self.part(part, taken, words, sign) + self.detail(part, taken, rival)
                for gap, part in gaps
                if sign * gap > SLIGHT
            ]
            if found:
                text = self.say("; it ", "；").join(found)
                told.append(self.say(f"{title.en}: it {text}.", f"{title.zh}：{text}。"))
        return told

    def part(self, part: str, taken: Offer, words: Mapping[str, Text], sign: float) -> str:
        """Say that a part speaks for the place chosen (`sign` above 0) or against it."""
        staying = STAYING.get((part, 1 if sign > 0 else -1)) if taken.place.option == "none" else None
        return (staying or words[part]).say(self.language)

    def detail(self, part: str, taken: Offer, rival: Offer) -> str:
        """Give the numbers behind a part, where there are any."""
        if part == "price" and taken.own_fen is not None and rival.own_fen is not None:
            a, b = yuan(taken.own_fen), yuan(rival.own_fen)
            return self.say(
                f" ({a} against {b} yuan after insurance)", f"（医保报销后 {a} 元，另一处 {b} 元）"
            )
        a, b = f"{taken.minutes:.0f}", f"{rival.minutes:.0f}"
        if part == "way" and a != b:
            return self.say(f" ({a} against {b} minutes)", f"（{a} 分钟，另一处 {b} 分钟）")
        return ""

    def named(self, offer: Offer) -> str:
        """Name the place of an option, or the option where there is none."""
        return offer.place.name.say(self.language) or OPTIONS[offer.place.option].say(self.language)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
