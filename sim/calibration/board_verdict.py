"""The verdict on one published effect: whether the model says the same."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from sim.calibration.board_effects import Published
from sim.errors import Text
from sim.experiment.paired import LEVEL, paired

F64 = npt.NDArray[np.float64]
INSIDE, SAME, OPPOSITE, NONE, NOT = "inside", "same_sign", "opposite_sign", "no_effect", "not_comparable"
VERDICTS = {
    INSIDE: Text("inside", "区间内"),
    SAME: Text("same sign", "方向相同"),
    OPPOSITE: Text("opposite sign", "方向相反"),
    NONE: Text("no effect in the model", "模型中无作用"),
    NOT: Text("not comparable", "不可比"),
}


class Effect(NamedTuple):
    """What the model says, in the unit of the study.

    Attributes
    ----------
    value : float
        Mean over the replicates.
    low, high : float
        Where 95 % of single replicates lie: another random history, another draw of the uncertain numbers.
    mean_low, mean_high : float
        95 % interval of the mean.
    neutral : float
        Value that stands for no effect: 0, for a ratio 1.
    """

    value: float
    low: float
    high: float
    mean_low: float
    mean_high: float
    neutral: float = 0.0

    @property
    def clear(self) -> bool:
        """Whether the sign of the mean is told by the replicates."""
        return self.mean_low > self.neutral or self.mean_high < self.neutral


def effect_of(values: F64, neutral: float = 0.0) -> Effect:
    """Sum up the effects of single replicates, shape (replicates,); those that cannot be told are left out.

    Notes
    -----
    Student's t: interval of a further replicate, and of the mean. Ratios are summed up by their logarithms.
    """
    known = values[np.isfinite(values)]
    ratio = neutral == 1.0
    if ratio:
        known = np.log(known[known > 0])
    mean, low, high, n = paired(np.zeros(len(known)), known)
    wide = math.nan
    if n > 1:
        spread = float(known.std(ddof=1)) * math.sqrt(1 + 1 / n)
        wide = float(student.ppf((1 + LEVEL) / 2, n - 1)) * spread
    found = (mean, mean - wide, mean + wide, low, high)
    if ratio:
        found = tuple(math.exp(one) for one in found)  # type: ignore[assignment]
    return Effect(*found, neutral)


def verdict_of(published: Published, effect: Effect, margin: float = math.nan) -> str:
    """Hold the model's effect against the published one.

    Parameters
    ----------
    published : Published
    effect : Effect
    margin : float
        For a study that found none: largest effect of no importance, in the unit of the effect.

    Returns
    -------
    str
        ``inside``: the published value lies where replicates of the model lie, or the model's mean inside the
        published interval; for a study that found none, the model's interval reaches into the margin around
        no effect. ``same_sign`` and ``opposite_sign`` otherwise; for a study that found none and gives no
        value, any effect beyond the margin counts as opposite. ``no_effect``: nothing moved in any replicate.
    """
    away = effect.value - effect.neutral
    if published.finding == "null":
        reaches = effect.low <= effect.neutral + margin and effect.high >= effect.neutral - margin
        if reaches or abs(away) <= margin:
            return INSIDE
    elif effect.low == effect.high == effect.neutral or away == 0:
        return NONE
    elif published.finding == "effect":
        if effect.low <= published.value <= effect.high:
            return INSIDE
        if published.has_interval and published.low <= effect.value <= published.high:
            return INSIDE
    expected = published.value - (effect.neutral if published.finding != "sign" else 0.0)
    return SAME if away * expected > 0 else OPPOSITE
