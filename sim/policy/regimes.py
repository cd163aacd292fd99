"""Regimes: the sets of parameter values that different people and facilities live under on one day.

A lever may reach the whole county, or only some places, facilities or groups. A regime is one combination of
what reaches somebody; nearly always there is a single one. Whatever a scoped lever can touch is read by
regime or by facility; what is the same for all is read from `Regimes.county`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.policy.groups import CODES

F64 = npt.NDArray[np.float64]
I16 = npt.NDArray[np.int16]
Ints = npt.NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Regimes:
    """Values in force on a day.

    Attributes
    ----------
    values : sequence of mapping of str to float
        Every parameter by path, one mapping a regime; regime 0 is that of whom no scoped lever reaches.
    of_people : int16 array, shape (villages, 256)
        Regime of the people of a village by their code (`sim.policy.groups.Trait`).
    of_facility : int16 array, shape (facilities,)
    """

    values: Sequence[Mapping[str, float]]
    of_people: I16
    of_facility: I16

    def __len__(self) -> int:
        """Return the number of regimes."""
        return len(self.values)

    @cached_property
    def county(self) -> Mapping[str, float]:
        """Values that are the same in all regimes; one that differs is missing, so that nobody reads it."""
        first, *others = self.values
        if not others:
            return first
        return {path: x for path, x in first.items() if all(other[path] == x for other in others)}

    def by_regime(self, path: str) -> F64:
        """Value in each regime, shape (regimes,)."""
        return np.array([values[path] for values in self.values])

    def by_facility(self, path: str) -> F64:
        """Value at each facility, shape (facilities,)."""
        return np.asarray(self.by_regime(path)[self.of_facility])

    def by_village(self, path: str, code: int = 0) -> F64:
        """Value for the people of each village who have a code, shape (villages,)."""
        return np.asarray(self.by_regime(path)[self.of_people[:, code]])

    def of(self, village: Ints, code: Ints) -> I16:
        """Regime of people by village and code, shape (n,)."""
        return self.of_people[village, code]


def one_regime(values: Mapping[str, float], villages: int, facilities: int) -> Regimes:
    """Everybody and every facility under the same values."""
    return Regimes([values], np.zeros((villages, CODES), np.int16), np.zeros(facilities, np.int16))
