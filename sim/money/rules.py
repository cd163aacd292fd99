"""The reimbursement rules in force, compiled from parameters to integer tables.

Rows of every table are schemes: regime * 3 + insurance, where the insurances are those of `population`
(0 none, 1 residents' insurance 城乡居民医保, 2 employees' insurance 职工医保). Columns `LEVELS` are price
levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

I64 = npt.NDArray[np.int64]

LEVELS = ("village", "township", "county", "city", "far")
VILLAGE, TOWNSHIP, COUNTY, CITY, FAR = range(len(LEVELS))
PRIMARY = (VILLAGE, TOWNSHIP)
INSURANCES = ("", "residents", "employees")
BASIS_POINTS = 10_000
BANDS = 3
NEVER = 10**15
"""Threshold, in fen, of a band that does not exist."""


class Pool(IntEnum):
    """Which outpatient pool settles a bill; each has a ratio and a limit (telehealth: the ordinary one).

    CHRONIC is special outpatient care with a certificate (门诊慢特病, 门诊特殊病种), DRUGS the drugs for
    hypertension and diabetes without one (两病用药保障), TELEHEALTH the fee of a remote consultation.
    """

    ORDINARY = 0
    CHRONIC = 1
    DRUGS = 2
    TELEHEALTH = 3


class Path(IntEnum):
    """How a patient came to the hospital of a stay.

    PLAIN: nothing was due (primary care, an emergency verified afterwards, a child or pupil, or no rule in
    force); STEPWISE: with the slip that was due (逐级转诊); SKIPPED: without it (越级); PARTNER: with a slip
    to a partner hospital outside the county under agreement (协议合作医院), settled on local rules.
    """

    PLAIN = 0
    STEPWISE = 1
    SKIPPED = 2
    PARTNER = 3


class Link(IntEnum):
    """How a stay follows an earlier one of the same illness: not at all, moved up, or moved down."""

    NONE = 0
    UP = 1
    DOWN = 2


class Chain(IntEnum):
    """Rules for the deductibles of linked stays; columns of `Rules.chain`.

    UP: only the difference is due; DOWN: nothing is due at primary care; TIGHT: one deductible an episode in
    a tight community (紧密型医共体); PER_STAY: who skips pays the full one every time.
    """

    UP = 0
    DOWN = 1
    TIGHT = 2
    PER_STAY = 3


@dataclass(frozen=True)
class Rules:
    """Rules of one day. Money in fen, ratios and points in basis points; all arrays int64.

    Attributes
    ----------
    pool_ratio : shape (schemes, 4, 5)
        Share of eligible outpatient cost paid, by `Pool` and level.
    pool_deductible, pool_limit : shape (schemes, 4)
        Per person and year.
    first_deductible, first_limit : shape (schemes, 4)
        By how much the deductible falls and the limit rises for those who signed for first contact (首诊式
        签约) and started at primary care.
    tcm_points : shape (schemes,)
        Added to every ratio for traditional Chinese medicine.
    inpatient_deductible : shape (schemes, 5)
        Of one stay (起付标准).
    repeat_deductible : shape (schemes,)
        Share of it that is due for later unlinked stays of the year.
    chain : shape (schemes, 4)
        0 or 1 by `Chain`.
    band_above, band_ratio : shape (schemes, 5, 3)
        Bands over the eligible cost of a stay after the deductible, and the share paid in each.
    points : shape (schemes, 4, 5)
        Added to the ratio, by `Path` and level.
    first_admission : shape (schemes,)
        Least ratio of the first stay of the year at the first-contact institution; 0 for no such rule.
    ratio_cap : shape (schemes,)
        Up to which points may lift a ratio.
    inpatient_limit : shape (schemes,)
        Per person and year.
    critical_above, critical_ratio : shape (schemes, 3)
        Bands of the critical-illness layer (大病保险) over the own eligible cost of the year.
    aid_threshold, aid_ratio, aid_limit : shape (schemes,)
        Medical aid (医疗救助) over what is left of the own eligible cost of the year after that.
    exam_at_home : shape (schemes,)
        1 where an examination at the lead during a township stay is settled within the stay.
    full, partial : shape (schemes, 5)
        Fully (甲类) and partly covered (乙类) share of a bill by level; the rest is not covered.
    partial_own : shape (schemes,)
        Share of the partly covered items that the patient pays first.
    """

    pool_ratio: I64
    pool_deductible: I64
    pool_limit: I64
    first_deductible: I64
    first_limit: I64
    tcm_points: I64
    inpatient_deductible: I64
    repeat_deductible: I64
    chain: I64
    band_above: I64
    band_ratio: I64
    points: I64
    first_admission: I64
    ratio_cap: I64
    inpatient_limit: I64
    critical_above: I64
    critical_ratio: I64
    aid_threshold: I64
    aid_ratio: I64
    aid_limit: I64
    exam_at_home: I64
    full: I64
    partial: I64
    partial_own: I64


def stack_rules(rules: Sequence[Rules]) -> Rules:
    """Put the rules of all regimes below each other: row regime * 3 + insurance is a scheme."""
    if len(rules) == 1:
        return rules[0]
    names = [field.name for field in fields(Rules)]
    return Rules(**{name: np.concatenate([getattr(one, name) for one in rules]) for name in names})
