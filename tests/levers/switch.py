"""Tables of the small county with a lever of the catalogue switched on."""

from __future__ import annotations

from collections.abc import Mapping

from sim.day.tables import DayTables, compile_tables
from sim.geography.map import Map
from sim.policy.catalogue import load_levers
from sim.policy.regimes import one_regime


def switched(values: Mapping[str, float], *levers: str, **more: float) -> dict[str, float]:
    """Values with levers on at the values of the catalogue, and more values (dots written as two lines)."""
    on = {path: dial.value for lever in levers for path, dial in load_levers()[lever].dials.items()}
    return {**values, **on, **{path.replace("__", "."): value for path, value in more.items()}}


def tables_of(map_: Map, values: Mapping[str, float]) -> DayTables:
    """Tables when everybody and every facility live under these values."""
    return compile_tables(map_, one_regime(values, len(map_.villages), len(map_.facilities)), 1.0, 1)
