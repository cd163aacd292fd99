"""The circuit of a mobile clinic (巡回医疗): in which order it comes to the village clinics of a county.

Township by township, and within a township around its middle, so that villages visited one after the other
lie next to each other. Pure functions of the map.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.geography.map import Kind, Map

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


def circuit(map_: Map) -> tuple[I64, I64]:
    """Place of each village clinic in the circuit of its county.

    Returns
    -------
    order : int64 array, shape (facilities,)
        0 for the first of a county; -1 for all that is no village clinic of a county.
    stops : int64 array, shape (facilities,)
        How many stops the circuit of the county has.
    """
    table = map_.facilities
    county = table["county"].to_numpy(np.int64)
    clinic = np.flatnonzero((table["kind"].to_numpy(np.int64) == Kind.VILLAGE_CLINIC) & (county >= 0))
    township = table["township"].to_numpy(np.int64)[clinic]
    bearing = _bearing(
        table["lon"].to_numpy(np.float64)[clinic], table["lat"].to_numpy(np.float64)[clinic], township
    )
    tour = clinic[np.lexsort((bearing, township, county[clinic]))]
    count = np.bincount(county[clinic], minlength=len(map_.counties))
    order = np.full(len(table), -1, np.int64)
    order[tour] = np.arange(len(tour)) - np.repeat(np.cumsum(count) - count, count)
    stops = np.where(order >= 0, count[np.maximum(county, 0)], 0)
    return order, stops


def _bearing(lon: F64, lat: F64, township: I64) -> F64:
    """Direction of each point from the middle of its township, radians."""
    size = np.maximum(np.bincount(township), 1)
    east = lon - (np.bincount(township, lon) / size)[township]
    north = lat - (np.bincount(township, lat) / size)[township]
    return np.asarray(np.arctan2(north, east))
