"""Care put off around Spring Festival (春节前后推迟就医).

People do not go to hospital for what can wait while the family comes together and wards run on duty rosters:
the planned stay, the check-up. Needs that arise around the festival may come up only after it, spread over
some weeks, as if they had arisen then. Emergencies and severe needs never wait. Off by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.needs.cases import CaseArray
from sim.needs.catalogue import Catalogue
from sim.population.calendar import spring_festival
from sim.randomness import purpose, uniform

MODERATE = 1
I64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Waiting:
    """Who waits, and for how long.

    Attributes
    ----------
    share : float64 array, shape (conditions, 3)
        Of the needs of a condition and severity that arise around the festival, those that are put off.
    before, after : int
        Days around the festival on which care is put off.
    spread : int
        Days after these within which it comes up.
    """

    share: npt.NDArray[np.float64]
    before: int
    after: int
    spread: int

    @property
    def on(self) -> bool:
        """Whether anybody waits."""
        return bool((self.share > 0).any())

    def days_left(self, ordinal: int, year: int) -> int:
        """Days from a day until the last on which care is put off; -1 when it is none of these days."""
        left = spring_festival(year).toordinal() + self.after - ordinal
        return left if 0 <= left <= self.before + self.after else -1


def waiting(catalogue: Catalogue, values: Mapping[str, float]) -> Waiting:
    """Compile who waits: planned operations by a share of their own, other needs by another."""
    share = np.zeros((len(catalogue), MODERATE + 2))
    share[:, : MODERATE + 1] = values["needs.festival.other"]
    share[catalogue.operate > 0, MODERATE] = values["needs.festival.surgery"]
    share[catalogue.emergency] = 0.0
    return Waiting(
        share,
        int(values["needs.festival.before"]),
        int(values["needs.festival.after"]),
        int(values["needs.festival.spread"]),
    )


def put_off(table: Waiting, needs: CaseArray, left: int) -> I64:
    """Days until each need comes up, 0 for those that do not wait.

    Parameters
    ----------
    needs : CASE array, shape (n,)
        Needs that arise today.
    left : int
        See `Waiting.days_left`; not below 0.

    Returns
    -------
    int64 array, shape (n,)
    """
    waits = (
        uniform(needs["key"], purpose("festival.waits")) < table.share[needs["condition"], needs["severity"]]
    )
    later = left + 1 + np.floor(uniform(needs["key"], purpose("festival.day")) * table.spread)
    return np.where(waits, later, 0).astype(np.int64)
