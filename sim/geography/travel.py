"""What each village can reach, and the minutes from door to door."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from sim.geography.kinds import Kind, Mode, Option
from sim.geography.network import Nodes
from sim.geography.plane import F64, Plane
from sim.geography.roads import I64, Roads

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]


def make_options(
    villages: pd.DataFrame, townships: pd.DataFrame, facilities: pd.DataFrame, nodes: Nodes, roads: Roads
) -> I32:
    """Facility of each option of each village, shape (villages, 13), -1 where there is none."""
    kind, county = facilities["kind"].to_numpy(), facilities["county"].to_numpy()
    home, township = villages["county"].to_numpy(), villages["township"].to_numpy()
    options = np.full((len(villages), len(Option)), -1, dtype=np.int32)
    km = roads.matrix(roads.km)
    clinic = _first(facilities, Kind.VILLAGE_CLINIC, "village", len(villages))
    centre = _first(facilities, Kind.TOWNSHIP_CENTRE, "township", len(townships))
    options[:, Option.OWN_CLINIC] = clinic
    options[:, Option.NEAR_CLINIC] = _near_clinic(clinic, nodes, km)
    options[:, Option.OWN_CENTRE] = centre[township]
    targets = np.flatnonzero(kind >= Kind.TOWNSHIP_CENTRE)
    away = dijkstra(km, indices=nodes.of_facility[targets])[:, : len(villages)]

    def closest(column: Option, allowed: npt.NDArray[np.bool_]) -> None:
        """Nearest facility by road among those allowed, (villages, targets)."""
        distance = np.where(allowed, away.T, np.inf)
        best = distance.argmin(axis=1)
        found = np.isfinite(distance[np.arange(len(villages)), best])
        options[found, column] = targets[best[found]]

    same = home[:, None] == county[None, targets]
    centres = kind[targets] == Kind.TOWNSHIP_CENTRE
    closest(
        Option.NEAR_CENTRE,
        same & centres & (township[:, None] != facilities["township"].to_numpy()[None, targets]),
    )
    for column, wanted in (
        (Option.GENERAL, Kind.COUNTY_GENERAL), (Option.TCM, Kind.COUNTY_TCM), (Option.MCH, Kind.COUNTY_MCH),
    ):  # fmt: skip
        closest(column, same & (kind[targets] == wanted))
    closest(Option.OTHER, same & _highest(kind, county, facilities["level"].to_numpy())[targets])
    general = np.isin(kind[targets], [Kind.COUNTY_GENERAL, Kind.NEIGHBOUR])
    closest(Option.NEIGHBOUR, ~same & general)
    for column, wanted in ((Option.CITY, Kind.CITY), (Option.FAR, Kind.FAR)):
        closest(column, np.broadcast_to(kind[targets] == wanted, same.shape))
    return options


def _highest(kind: I64, county: I64, level: I64) -> npt.NDArray[np.bool_]:
    """Other hospitals that are of the highest level of those in their county: what people take them to be."""
    other = kind == Kind.OTHER_HOSPITAL
    highest = np.zeros(int(county.max()) + 1, dtype=np.int64)
    np.maximum.at(highest, county[other], level[other])
    return np.asarray(other & (level == highest[county]))


def _first(facilities: pd.DataFrame, kind: Kind, where: str, count: int) -> I64:
    """First facility of a kind at each village or township, -1 where there is none."""
    found = np.full(count, -1, dtype=np.int64)
    rows = np.flatnonzero(facilities["kind"].to_numpy() == kind)[::-1]
    found[facilities[where].to_numpy()[rows]] = rows
    return found


def _near_clinic(clinic: I64, nodes: Nodes, km: csr_array) -> I64:
    """Nearest clinic by road that is not the village's own."""
    has = np.flatnonzero(clinic >= 0)
    plane = Plane(float(nodes.lon[: nodes.villages].mean()), float(nodes.lat[: nodes.villages].mean()))
    points = plane.to_km(nodes.lon[: nodes.villages], nodes.lat[: nodes.villages])
    straight = np.asarray(cKDTree(points[has]).query(points, k=[min(2, len(has))])[0])
    near = np.full(nodes.villages, -1, dtype=np.int64)
    reach = 4 * float(np.max(straight)) + 1
    for part in np.array_split(np.arange(nodes.villages), nodes.villages // 256 + 1):
        away = dijkstra(km, indices=part, limit=reach)[:, has]
        away[has[None, :] == part[:, None]] = np.inf
        best = away.argmin(axis=1)
        found = np.isfinite(away[np.arange(len(part)), best])
        near[part[found]] = clinic[has[best[found]]]
    return near


def door_to_door(
    options: I32, nodes: Nodes, roads: Roads, values: Mapping[str, float]
) -> tuple[F32, F32, F32]:
    """Minutes by mode, ambulance minutes and road km of every option.

    Parameters
    ----------
    options : int array, shape (villages, 13)
    nodes, roads : Nodes, Roads
    values : mapping
        Reads ``geography.settlement_km, overhead_*, wait_*, walk_limit, ebike_limit, speed_*``.

    Returns
    -------
    minutes : float32 array, shape (4, villages, 13)
    ambulance, road_km : float32 array, shape (villages, 13)
        inf where there is no facility.
    """
    paths = {mode: shortest(roads.matrix(roads.minutes[mode]), options, nodes) for mode in Mode}
    km = shortest(roads.matrix(roads.km), options, nodes)
    inside = 60 * values["geography.settlement_km"]
    far = np.zeros(len(Option), dtype=bool)
    far[Option.FAR] = True
    walk = paths[Mode.WALK] + inside / values["geography.speed_walk"]
    ride = (
        paths[Mode.EBIKE]
        + inside / values["geography.speed_ebike_village"]
        + values["geography.overhead_ebike"]
    )
    wait = np.where(far, values["geography.wait_bus_far"], values["geography.wait_bus"])
    bus = paths[Mode.BUS] + inside / values["geography.speed_walk"] + wait
    drive = (
        paths[Mode.CAR] + inside / values["geography.speed_car_village"] + values["geography.overhead_car"]
    )
    bus = np.minimum(bus, walk)
    minutes = np.stack([
        _up_to(walk, values["geography.walk_limit"], bus),
        _up_to(np.minimum(ride, walk), values["geography.ebike_limit"], bus),
        bus,
        np.minimum(drive, walk),
    ])  # fmt: skip
    minutes[:, :, Option.NONE] = 0.0
    minutes[:, :, Option.PHARMACY] = minutes[:, :, Option.OWN_CENTRE]
    ambulance = paths[Mode.CAR] / values["geography.speed_ambulance"]
    return minutes.astype(np.float32), ambulance.astype(np.float32), km.astype(np.float32)


def _up_to(own: F64, limit: float, bus: F64) -> F64:
    """Own legs or wheels up to a limit, beyond it the bus (never quicker than the limit itself)."""
    return np.where(own <= limit, own, np.minimum(own, np.maximum(bus, limit)))


def shortest(weight: csr_array, options: I32, nodes: Nodes) -> F64:
    """Shortest path weight from each village to the facility of each option, inf where there is none."""
    used = np.unique(options[options >= 0])
    hospital_like = used[nodes.of_facility[used] >= nodes.villages]
    result = np.full(options.shape, np.inf)
    away = np.full((options.max() + 1, nodes.villages), np.inf)
    away[hospital_like] = dijkstra(weight, indices=nodes.of_facility[hospital_like])[:, : nodes.villages]
    for column in range(options.shape[1]):
        there = options[:, column]
        rows = np.flatnonzero((there >= 0) & (nodes.of_facility[there] >= nodes.villages))
        result[rows, column] = away[there[rows], rows]
    for column in (Option.OWN_CLINIC, Option.NEAR_CLINIC):
        there = options[:, column]
        rows = np.flatnonzero(there >= 0)
        result[rows, column] = _pairs(weight, rows, nodes.of_facility[there[rows]])
    return result


def _pairs(weight: csr_array, start: I64, end: I64) -> F64:
    """Shortest path weights between given pairs of nodes, found in chunks."""
    away = np.zeros(len(start))
    apart = np.flatnonzero(start != end)
    for part in np.array_split(apart, len(apart) // 256 + 1):
        if len(part):
            away[part] = dijkstra(weight, indices=start[part])[np.arange(len(part)), end[part]]
    return away
