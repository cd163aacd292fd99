"""Targets (校准目标): published figures with their errors, and their place in the observation step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from sim.calibration.dose import Doses
from sim.calibration.folder import calibration_folder
from sim.calibration.rows import Fields, read_file
from sim.document import Branch
from sim.errors import Text
from sim.indicators.components import COUNTS
from sim.problems import ScenarioErrors
from sim.reading import Reading

F64 = npt.NDArray[np.float64]

ROLES = ("fit", "held_out", "reference")
SCALES = ("logit", "log")
PERIOD_DAYS = {"2024Q1": 91, "2024Q1-Q3": 274, "2024": 366}


@dataclass(frozen=True)
class Target:
    """A published figure.

    Attributes
    ----------
    id : str
        Row of `scenarios/data/figures_targets.csv` or `figures_inputs.csv`.
    indicator : str
        Figure of the observation step (`sim.calibration.observation.FIGURES`), or a count.
    scope : str
        Of a count: empty for all counties together, else the code of a county.
    share : float
        Part of the scope's count that the figure is about.
    period : str
        ``2024Q1``, ``2024Q1-Q3`` (cumulative) or ``2024``.
    days : int
        Days that a count covers.
    value, sd : float
        In the unit of the figure, shares 0-1; `sd` holds rounding, definition and discrepancy, not chance.
    scale : str
        On which errors are about normal: ``logit`` or ``log``.
    role : str
        ``fit``; ``held_out`` (predicted, never fitted); ``reference`` (shown beside, no verdict).
    source, why : Text
        Where the figure is from; what its error is made of.
    """

    id: str
    indicator: str
    scope: str
    share: float
    period: str
    days: int
    value: float
    sd: float
    scale: str
    role: str
    source: str
    why: str

    def to_scale(self, values: F64) -> F64:
        """Return values on the scale on which errors are about normal."""
        return np.asarray(logit(values) if self.scale == "logit" else np.log(values), np.float64)

    def from_scale(self, values: F64) -> F64:
        """Return values in the unit of the figure."""
        return np.asarray(expit(values) if self.scale == "logit" else np.exp(values), np.float64)

    @property
    def sd_on_scale(self) -> float:
        """Standard deviation on the scale of errors."""
        slope = self.value * (1.0 - self.value) if self.scale == "logit" else self.value
        return self.sd / slope


@dataclass(frozen=True)
class Targets:
    """The figures of one place.

    Attributes
    ----------
    scenario : str
        Shipped scenario or file whose runs are fitted.
    until : date
        Last day of the figures.
    targets : tuple of Target
    correlations : tuple of (str, str, float)
        Of the errors of two targets, by id; others are independent.
    doses : tuple of (str, float)
        Most that recorded measures may be credited with, by name (`sim.calibration.dose.Doses`), as shares.
    """

    scenario: str
    until: date
    targets: tuple[Target, ...]
    correlations: tuple[tuple[str, str, float], ...] = ()
    doses: tuple[tuple[str, float], ...] = ()

    def values(self) -> F64:
        """Published values, each on its scale, shape (targets,)."""
        return np.array([float(one.to_scale(np.array(one.value))) for one in self.targets])

    def covariance(self) -> F64:
        """Covariance of the errors on their scales, shape (targets, targets)."""
        place = {one.id: k for k, one in enumerate(self.targets)}
        matrix = np.eye(len(self.targets))
        for one, other, value in self.correlations:
            if one in place and other in place:
                matrix[place[one], place[other]] = matrix[place[other], place[one]] = value
        sd = np.array([one.sd_on_scale for one in self.targets])
        return matrix * np.outer(sd, sd)

    def fitted(self) -> npt.NDArray[np.bool_]:
        """Which targets are fitted, shape (targets,)."""
        return np.array([one.role == "fit" for one in self.targets])


def read_targets(file: Path | None = None) -> Targets:
    """Read a file of targets; the shipped one when none is given.

    Raises
    ------
    ScenarioErrors
        With every fault of the file: unknown keys, figures or roles, a standard deviation that is not above
        zero, a share outside 0 to 1, correlations that contradict each other.
    """
    reading, root = read_file(file or calibration_folder() / "targets.yaml")
    given = Fields(reading, root, "", ("scenario", "until", "targets", "correlations", "doses"))
    scenario, until = given.text("scenario"), given.day("until")
    targets = [_target(reading, item, f"targets[{k + 1}]") for k, item in enumerate(given.rows("targets"))]
    known = [one for one in targets if one is not None]
    pairs = [
        _correlation(reading, item, f"correlations[{k + 1}]", [one.id for one in known])
        for k, item in enumerate(given.rows("correlations", optional=True))
    ]
    doses = [
        _dose(reading, item, f"doses[{k + 1}]") for k, item in enumerate(given.rows("doses", optional=True))
    ]
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    correlations = tuple(pair for group in pairs for pair in group)
    found = Targets(scenario, until, tuple(known), correlations, tuple(doses))
    _check(reading, root, found)
    return found


def _target(reading: Reading, item: Branch, place: str) -> Target | None:
    from sim.calibration.observation import FIGURES  # the observation step knows of targets

    keys = (
        "id",
        "indicator",
        "scope",
        "share",
        "period",
        "days",
        "value",
        "sd",
        "scale",
        "role",
        "source",
        "why",
    )
    given = Fields(reading, item, place, keys)
    indicator = given.choice("indicator", (*FIGURES, *COUNTS))
    period = given.choice("period", tuple(PERIOD_DAYS))
    scale = given.choice("scale", SCALES)
    most = 1.0 if scale == "logit" else np.inf
    return given.made(
        lambda: Target(
            given.text("id"), indicator, given.text("scope", ""), given.number("share", 0.0, 1.0, 1.0),
            period,
            int(given.number("days", 1, 366, PERIOD_DAYS.get(period, 0))),
            given.number("value", 0.0, most, open_=True), given.number("sd", 0.0, np.inf, open_=True), scale,
            given.choice("role", ROLES), given.text("source"), given.text("why"),
        )
    )  # fmt: skip


def _correlation(
    reading: Reading, item: Branch, place: str, ids: Sequence[str]
) -> list[tuple[str, str, float]]:
    """Correlations of every pair of a group of targets."""
    given = Fields(reading, item, place, ("of", "value"))
    members = given.names("of", ids)
    value = given.number("value", -1.0, 1.0, open_=True)
    return [(one, other, value) for k, one in enumerate(members) for other in members[:k]]


def _dose(reading: Reading, item: Branch, place: str) -> tuple[str, float]:
    """Most that a recorded measure may be credited with."""
    given = Fields(reading, item, place, ("of", "most", "source"))
    given.text("source")
    return given.choice("of", Doses._fields), given.number("most", 0.0, 1.0, open_=True)


def _check(reading: Reading, root: Branch, found: Targets) -> None:
    ids = [one.id for one in found.targets]
    if len(set(ids)) < len(ids) or not ids:
        reading.fault(
            root.line, "targets", Text("hold an id twice, or nothing", "有重复的编号，或为空"),
            Text("give each figure once", "每个指标值只写一次"),
        )  # fmt: skip
    elif np.linalg.eigvalsh(found.covariance()).min() <= 0.0:
        reading.fault(
            root.line, "correlations", Text("contradict each other", "相互矛盾"),
            Text("give smaller ones", "请减小相关系数"),
        )  # fmt: skip
    if reading.problems:
        raise ScenarioErrors(reading.problems)
