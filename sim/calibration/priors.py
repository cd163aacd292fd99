"""Priors (先验): what is believed of every free parameter before the published figures are seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, norm

from sim.calibration.observation import LATER, PARAMETERS, SWITCHES
from sim.calibration.rows import Fields, read_file
from sim.declare import EVIDENCE, Parameter, load_parameters
from sim.document import Branch
from sim.errors import Text
from sim.policy.catalogue import load_levers
from sim.problems import ScenarioErrors, nearest
from sim.reading import Reading

F64 = npt.NDArray[np.float64]

DISTRIBUTIONS = ("uniform", "normal", "lognormal", "beta", "switch")
GOVERNS = (
    "level", "season", "reporting", "lag", "definition", "ramp", "price", "incentive", "trust", "capability",
    "choice",
)  # fmt: skip
ASSUMED = ("price", "incentive")
"""What no figure can tell, since no price or payment rule is known to have changed between the dates."""
SIMULATION, OBSERVATION = "simulation", "observation"
RAMP, RAMP_DAYS = "ramp:", 366.0


@dataclass(frozen=True)
class Prior:
    """What is believed of one free parameter.

    Attributes
    ----------
    id : str
        ``PATH``, ``PATH@YYYY-MM-DD`` or ``ramp:LEVER``; see `Scenario.with_free`.
    part : str
        ``simulation`` (a run is needed) or ``observation`` (applied to the components of a run).
    distribution : str
        ``uniform``; ``normal``, ``lognormal`` and ``beta`` by `mean` and `sd`, cut off at `low` and `high`;
        ``switch``: 1 with the probability `mean`, else 0.
    low, high, mean, sd : float
        In the unit of the number; not above what is declared.
    whole : bool
        Only whole numbers.
    governs : str
        One of `GOVERNS`.
    evidence, source : str
        Grade as of declared numbers, and what the prior rests on.
    label : Text
    """

    id: str
    part: str
    distribution: str
    low: float
    high: float
    mean: float
    sd: float
    whole: bool
    governs: str
    evidence: str
    source: str
    label: Text

    @property
    def assumed(self) -> bool:
        """Whether it stays an assumption however well the figures fit."""
        return self.governs in ASSUMED

    def at(self, place: F64) -> F64:
        """Values at places in the unit interval, where the prior is uniform."""
        place = np.asarray(place, np.float64)
        if self.distribution == "switch":
            return (place >= 1.0 - self.mean).astype(np.float64)
        if self.distribution == "uniform":
            values = self.low + place * (self.high - self.low)
        else:
            first, last = self._below(np.array([self.low, self.high]))
            values = self._quantile(first + place * (last - first))
        values = np.clip(values, self.low, self.high)
        return np.asarray(np.round(values) if self.whole else values)

    def place(self, values: F64) -> F64:
        """Places in the unit interval of values; the other way round of `at` but for rounding."""
        values = np.asarray(values, np.float64)
        if self.distribution == "switch":
            return np.where(values > 0.5, 1.0 - self.mean / 2.0, (1.0 - self.mean) / 2.0)
        if self.distribution == "uniform":
            return self._unit(values)
        first, last = self._below(np.array([self.low, self.high]))
        return np.asarray((self._below(values) - first) / (last - first))

    def _below(self, values: F64) -> F64:
        if self.distribution == "beta":
            return np.asarray(beta.cdf(self._unit(values), *self._shape()), np.float64)
        return np.asarray(norm.cdf((self._scaled(values) - self._centre[0]) / self._centre[1]), np.float64)

    def _quantile(self, chance: F64) -> F64:
        if self.distribution == "beta":
            return self.low + (self.high - self.low) * np.asarray(beta.ppf(chance, *self._shape()))
        values = self._centre[0] + self._centre[1] * np.asarray(norm.ppf(chance))
        return np.exp(values) if self.distribution == "lognormal" else values

    @property
    def _centre(self) -> tuple[float, float]:
        """Mean and standard deviation on the scale where it is normal; a median for the lognormal."""
        if self.distribution == "lognormal":
            return float(np.log(self.mean)), self.sd / self.mean
        return self.mean, self.sd

    def _scaled(self, values: F64) -> F64:
        return np.log(values) if self.distribution == "lognormal" else values

    def _unit(self, values: F64) -> F64:
        return (values - self.low) / (self.high - self.low)

    def _shape(self) -> tuple[float, float]:
        """Shape of the beta on `low` to `high` with mean and standard deviation as given."""
        mean = (self.mean - self.low) / (self.high - self.low)
        spread = (self.sd / (self.high - self.low)) ** 2
        size = mean * (1.0 - mean) / spread - 1.0
        return mean * size, (1.0 - mean) * size


def seen_under(values: Mapping[str, F64 | float]) -> dict[str, F64 | float]:
    """Every observation parameter: those given, the others as declared; later returns as the first ones."""
    declared = load_parameters()
    seen = {id_: values.get(id_, declared[id_.removesuffix(LATER)].value) for id_ in PARAMETERS}
    for id_ in PARAMETERS:
        if id_.endswith(LATER) and id_ not in values:
            seen[id_] = seen[id_.removesuffix(LATER)]
    return seen


def read_priors(file: Path) -> tuple[Prior, ...]:
    """Read a file of priors; `sim.calibration.folder` has the shipped one.

    Raises
    ------
    ScenarioErrors
        With every fault of the file: unknown keys, parameters, levers or words; limits wider than declared;
        a mean outside the limits or a spread that no distribution can have.
    """
    reading, root = read_file(file)
    given = Fields(reading, root, "", ("priors",))
    found = [
        _prior(reading, item, f"priors[{number}]")
        for number, item in enumerate(given.rows("priors"), start=1)
    ]
    priors = tuple(prior for prior in found if prior is not None)
    ids = [prior.id for prior in priors]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        reading.fault(
            root.line, "priors", Text(f"hold {id_} twice", f"中 {id_} 重复"),
            Text("give it once", "只写一次"),
        )  # fmt: skip
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    return priors


def of_part(priors: Iterable[Prior], part: str) -> tuple[Prior, ...]:
    """Those of the simulation, or those of the observation."""
    return tuple(prior for prior in priors if prior.part == part)


KEYS = ("id", "distribution", "low", "high", "mean", "sd", "governs", "evidence", "source")


def _prior(reading: Reading, item: Branch, place: str) -> Prior | None:
    given = Fields(reading, item, place, KEYS)
    id_ = given.text("id")
    declared = _declared(reading, item, place, id_)
    if declared is None:
        return None
    distribution = given.choice("distribution", DISTRIBUTIONS)
    low = given.number("low", declared.low, declared.high, declared.low)
    high = given.number("high", low, declared.high, declared.high)
    if distribution == "switch":
        mean, sd = given.number("mean", 0.0, 1.0), 0.0
    else:
        mean = given.number("mean", low, high, min(max(declared.value, low), high))
        sd = given.number("sd", 0.0, high - low, (high - low) / 4.0, open_=True)
    prior = given.made(
        lambda: Prior(
            id_, OBSERVATION if id_ in PARAMETERS else SIMULATION, distribution, low, high, mean, sd,
            declared.is_integer, given.choice("governs", GOVERNS), given.choice("evidence", EVIDENCE),
            given.text("source"), declared.label,
        )
    )  # fmt: skip
    if prior is not None:
        _check(reading, item, place, prior)
    return prior


def _declared(reading: Reading, item: Branch, place: str, id_: str) -> Parameter | None:
    """What is declared of a free parameter, None (with the fault noted) when nothing is."""
    path = id_.partition("@")[0]
    lever = id_.removeprefix(RAMP)
    if id_.startswith(RAMP) and lever in load_levers():
        name = load_levers()[lever].label
        label = Text(f"{name.en}: days to full effect", f"{name.zh}：达到全部效果的天数")
        return Parameter(id_, 0.0, 0.0, RAMP_DAYS, "days", "assumption", "", label)
    known = load_levers() if id_.startswith(RAMP) else load_parameters()
    if path in load_parameters():
        return load_parameters()[path]
    reading.fault(
        item.line, f"{place}.id", Text(f"{id_!r} is no declared number", f"“{id_}”不是已声明的参数"),
        Text("write a path, PATH@DATE or ramp:LEVER", "写参数路径、路径@日期或 ramp:杠杆"),
        nearest(lever if id_.startswith(RAMP) else path, known),
    )  # fmt: skip
    return None


def _check(reading: Reading, item: Branch, place: str, prior: Prior) -> None:
    def fault(en: str, zh: str, right_en: str, right_zh: str) -> None:
        reading.fault(item.line, f"{place} ({prior.id})", Text(en, zh), Text(right_en, right_zh))

    if (prior.distribution == "switch") != (prior.id in SWITCHES):
        fault("has the wrong distribution", "分布不符", "switches are of `switch`, others not",
              "定义开关用 switch，其他参数不用")  # fmt: skip
    elif prior.distribution != "switch" and prior.low >= prior.high:
        fault("has no range", "没有取值范围", "give low below high", "low 须小于 high")
    elif prior.distribution == "lognormal" and prior.low <= 0.0:
        fault(
            "can be zero or less",
            "可能为零或负数",
            "a lognormal needs low above 0",
            "对数正态的 low 须大于 0",
        )
    elif prior.distribution == "beta" and min(prior._shape()) <= 0.0:
        fault("is spread too wide", "离散过大", "give a smaller sd", "请减小 sd")
