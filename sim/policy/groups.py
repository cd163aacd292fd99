"""Groups of people that rules and levers tell apart."""

from __future__ import annotations

from enum import IntFlag


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
