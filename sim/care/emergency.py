"""Emergencies (急救): which hospital 120 goes to, and what the minutes to its door cost in lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.care.treatment import needed_skill
from sim.geography.map import Map, Option
from sim.needs.catalogue import Catalogue

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

DESTINATIONS = (Option.GENERAL, Option.OTHER, Option.NEIGHBOUR, Option.CITY)


@dataclass(frozen=True)
class EmergencyTables:
    """Tables of emergencies.

    Attributes
    ----------
    destination : int8 array, shape (conditions * 3, villages)
        Option that 120 takes a case to: the nearest hospital, a lack of capability counting as extra minutes.
    ride : float64 array, shape (villages, 13)
        Minutes by ambulance from the village to each option.
    late : float
        Door time in minutes from which an emergency counts as late.
    """

    destination: npt.NDArray[np.int8]
    ride: F64
    late: float


def emergency_tables(
    map_: Map,
    sites: Sites,
    catalogue: Catalogue,
    values: Mapping[str, float],
    local: F64 | None = None,
) -> EmergencyTables:
    """Compile the tables of emergencies from parameter values.

    `local`, shape (conditions * 3, facilities), is capability for some conditions only, none by default.
    """
    options = np.array(DESTINATIONS)
    facility = map_.options[:, options]
    is_open = (facility >= 0) & ~sites.shut[facility]
    ride = map_.ambulance.astype(np.float64)
    capability = sites.capability if local is None else sites.capability + local
    there = np.where(facility >= 0, capability[..., facility], 0.0)
    lack = np.maximum(needed_skill(catalogue)[:, None, None] - there, 0.0)
    felt = ride[:, options] + values["care.emergency_gap_minutes"] * lack
    felt = np.where(is_open, felt, np.inf)
    return EmergencyTables(
        destination=options[felt.argmin(axis=2)].astype(np.int8),
        ride=ride,
        late=values["care.late_minutes"],
    )


def emergency_death(
    adequate: Bools, minutes: F64, treated: F64, untreated: F64, per_hour: F64, u: F64
) -> Bools:
    """Whether a patient dies of the emergency.

    Parameters
    ----------
    adequate : bool array
        Whether the hospital can treat the case.
    minutes : float64 array
        Door time.
    treated, untreated, per_hour : float64 array
        Chance of death treated adequately at once, untreated, and added per hour of door time.
    u : float64 array
        Draws in [0, 1).
    """
    chance = np.where(adequate, treated, untreated) + per_hour * minutes / 60.0
    return u < np.minimum(chance, 1.0)
