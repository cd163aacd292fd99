"""Groups of people that rules and levers tell apart."""

from __future__ import annotations

from enum import IntFlag

from sim.errors import Text


class Trait(IntFlag):
    """What is known of a person to a rule; the bits of a person's code (`State.codes`)."""

    CHILD = 1  # small children, health management 0-6 儿童
    PUPIL = 2  # school children and students 学生儿童
    ELDERLY = 4  # 老年人
    CHRONIC = 8  # hypertension or diabetes 高血压、糖尿病患者
    PREGNANT = 16  # 孕产妇
    POOR = 32  # the poorest fifth 低收入
    SIGNED = 64  # has a family-doctor contract 签约居民
    BEDBOUND = 128  # 卧床、行动不便


CODES = 256
"""Number of different codes."""

EVERYBODY = Trait(0)
"""The set of groups that narrows nothing."""
LABELS = {
    Trait.CHILD: Text("small children", "儿童"),
    Trait.PUPIL: Text("school children and students", "学生"),
    Trait.ELDERLY: Text("the elderly", "老年人"),
    Trait.CHRONIC: Text("people with hypertension or diabetes", "慢性病患者"),
    Trait.PREGNANT: Text("the pregnant", "孕产妇"),
    Trait.POOR: Text("the poorest fifth", "低收入"),
    Trait.SIGNED: Text("people with a family-doctor contract", "签约居民"),
    Trait.BEDBOUND: Text("the bed-bound", "卧床"),
}
"""What the groups are called; the Chinese word may stand in a scenario for the name."""
NAMES = {trait.name.lower(): trait for trait in Trait if trait.name} | {
    text.zh: trait for trait, text in LABELS.items()
}
"""Group by each name it may have in a scenario."""
_NEVER_BOTH = (Trait.CHILD | Trait.PUPIL, Trait.ELDERLY, Trait.PREGNANT)


def may_meet(one: Trait, other: Trait) -> bool:
    """Whether somebody can belong to a group of each set; an empty set stands for everybody.

    The young, the pregnant and the elderly are never the same people; all other groups may be.
    """
    if not one or not other:
        return True
    return any(
        not any(a in age and b in rest for age in _NEVER_BOTH for rest in _NEVER_BOTH if age != rest)
        for a in one
        for b in other
    )
