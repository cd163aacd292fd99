"""What becomes of a need after a visit, or without one.

Pure functions on arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.needs.catalogue import Catalogue

F64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class OutcomeTables:
    """Chances by condition and severity, each of shape (conditions * 3,) unless said otherwise.

    Attributes
    ----------
    cure : float64 array
        That adequate treatment ends the need.
    by_itself : float64 array, shape (3, conditions * 3)
        That it ends without care, after a pharmacy, after treatment beyond the facility's capability.
    death, death_untreated : float64 array
        Of a severe need treated adequately in a stay, and of one not treated adequately.
    death_hour : float64 array, shape (conditions,)
        Added per hour of door time.
    return_days : float64 array, shape (conditions,)
    worsen : float64 array, shape (2,)
        That an unsolved need comes back more severe: after adequate care, and without.
    max_steps : int
        An episode that has come up so often ends unsolved.
    control_gain, control_gain_signed, control_lapse, control_loss : float
        Chance that a chronic visit brings control (without and with a family-doctor contract), that control
        lapses all the same, and that an unmet chronic need loses it.
    bit : uint8 array, shape (conditions,)
        Chronic state the condition belongs to.
    """

    cure: F64
    by_itself: F64
    death: F64
    death_untreated: F64
    death_hour: F64
    return_days: F64
    worsen: F64
    max_steps: int
    control_gain: float
    control_gain_signed: float
    control_lapse: float
    control_loss: float
    bit: npt.NDArray[np.uint8]


NONE, PHARMACY, BEYOND = 0, 1, 2  # rows of `by_itself`


def outcome_tables(catalogue: Catalogue, values: Mapping[str, float]) -> OutcomeTables:
    """Compile the tables of outcomes from parameter values."""
    severe_only = np.array([0.0, 0.0, 1.0])
    ease = np.array([1.0, values["care.moderate_ease"], 0.0])
    alone = (catalogue.self_limiting[:, None] * ease).ravel()
    helped = [alone * factor for factor in (1.0, values["care.pharmacy_help"], values["care.beyond_help"])]
    return OutcomeTables(
        cure=np.repeat(catalogue.cure, 3),
        by_itself=np.minimum(np.stack(helped), 1.0),
        death=(catalogue.death_severe[:, None] * severe_only).ravel(),
        death_untreated=(catalogue.death_untreated[:, None] * severe_only).ravel(),
        death_hour=catalogue.death_hour,
        return_days=catalogue.return_days,
        worsen=np.array([values["care.worsen_treated"], values["care.worsen_untreated"]]),
        max_steps=int(values["care.max_steps"]),
        control_gain=values["care.control_gain"],
        control_gain_signed=values["care.control_gain_signed"],
        control_lapse=values["care.control_lapse"],
        control_loss=values["care.control_loss"],
        bit=catalogue.chronic,
    )


def return_day(tables: OutcomeTables, condition: Ints, u: F64) -> npt.NDArray[np.int64]:
    """Days until an unsolved need comes back: half to one and a half of the mean, at least one."""
    days = np.floor(tables.return_days[condition] * (0.5 + u) + 0.5).astype(np.int64)
    return np.maximum(days, 1)


def next_severity(tables: OutcomeTables, severity: Ints, treated: Bools, u: F64) -> npt.NDArray[np.int8]:
    """Severity at which an unsolved need comes back."""
    chance = np.where(treated, tables.worsen[0], tables.worsen[1])
    return np.asarray(np.minimum(severity + (u < chance), 2), np.int8)


def control_after(
    tables: OutcomeTables, condition: Ints, controlled: Ints, cared: Bools, signed: Bools, u: F64
) -> npt.NDArray[np.uint8]:
    """Control mask of each person after a chronic need was met (`cared`) or not; other needs leave it."""
    bit = tables.bit[condition]
    gain = np.where(signed, tables.control_gain_signed, tables.control_gain)
    # One draw serves both: who has control keeps it unless u is high, who has none wins it when u is low.
    won = cared & (u < gain)
    lost = np.where(cared, u >= 1.0 - tables.control_lapse, u < tables.control_loss)
    after = np.where(won, controlled | bit, np.where(lost, controlled & ~bit, controlled))
    return after.astype(np.uint8)
