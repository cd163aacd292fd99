"""From the uses of levers to the regimes of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from sim.declare import Parameter
from sim.geography.map import Map
from sim.policy.reach import Bools, places_of
from sim.policy.regimes import Regimes, one_regime
from sim.policy.use import LeverUse
from sim.policy.values import narrowed, narrowed_values, rolling, with_levers


def compile_regimes(
    base: Mapping[str, float],
    uses: Sequence[LeverUse],
    parameters: Mapping[str, Parameter],
    on: date,
    map_: Map,
) -> Regimes:
    """Find who lives under which values on a day.

    Parameters
    ----------
    base : mapping of str to float
        Values without any lever.
    uses : sequence of LeverUse
        Every use of the scenario, its places as codes and ids.
    parameters : mapping of str to Parameter
    on : date
    map_ : Map

    Notes
    -----
    A use that is narrowed to places, facilities or groups beats one that is not; while a use goes from
    township to township it is narrowed to those it has come to. Combinations of uses that come to the same
    values are one regime.
    """
    everywhere = with_levers(base, uses, parameters, on)
    scoped = [use for use in uses if use.in_force(on) and narrowed(use, parameters, on)]
    if not scoped:
        return one_regime(everywhere, len(map_.villages), len(map_.facilities))
    places = places_of(map_)
    reaches = [
        places.rolled_out(use, use.fraction(on)) if rolling(use, parameters, on) else places.reach(use)
        for use in scoped
    ]
    values = [everywhere]
    known: dict[tuple[bool, ...], int] = {}

    def regime(reached: tuple[bool, ...]) -> int:
        if reached not in known:
            here = [use for use, is_reached in zip(scoped, reached, strict=True) if is_reached]
            found = narrowed_values(everywhere, here, parameters, on)
            if found not in values:
                values.append(found)
            known[reached] = values.index(found)
        return known[reached]

    village, of_village = _patterns([one.villages for one in reaches])
    code, of_code = _patterns([one.codes for one in reaches])
    facility, of_facility = _patterns([one.facilities for one in reaches])
    table = np.array([[regime(tuple((v & c).tolist())) for c in code] for v in village], np.int16)
    at = np.array([regime(tuple(f.tolist())) for f in facility], np.int16)
    return Regimes(values, table[of_village][:, of_code], at[of_facility])


def _patterns(rows: Sequence[Bools]) -> tuple[Bools, npt.NDArray[np.int64]]:
    """Distinct columns of a table of who is reached by what, and which of them each column is."""
    table = np.stack(rows)
    bits = np.packbits(table, axis=0)
    order = np.lexsort(bits[::-1])
    first = np.append(True, (np.diff(bits[:, order], axis=1) != 0).any(axis=0))
    of = np.empty(table.shape[1], np.int64)
    of[order] = np.cumsum(first) - 1
    return table[:, order[first]].T, of
