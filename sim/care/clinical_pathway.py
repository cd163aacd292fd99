"""Clinical pathways in the ward (临床路径) and a standard formulary at the clinic (标准处方集).

Both hold treatment to what is usual for the illness: long stays and dear bills come down, short and cheap
ones up, though less. Pure functions on arrays and their tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.geography.map import Kind
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

OF_NO_ONE_COURSE = ("other_common", "other_internal", "mental", "tumour", "dialysis", "major_trauma")
"""Conditions too mixed, or too long, for a pathway; all others have one."""
SEVERE = 2


@dataclass(frozen=True)
class PathwayTables:
    """Tables of standardised treatment.

    Attributes
    ----------
    ward : float64 array, shape (conditions * 3, facilities)
        Chance that a stay is on a pathway to its end.
    clinic : float64 array, shape (conditions * 3, facilities)
        Chance that a visit is treated by the standard formulary.
    above, below : float64 array, shape (facilities,)
        Part that remains of what lies above, and below, the usual length or bill.
    avoided : float64 array, shape (facilities,)
        Share of patients getting worse in the ward that a pathway avoids.
    """

    ward: F64
    clinic: F64
    above: F64
    below: F64
    avoided: F64

    @cached_property
    def in_wards(self) -> bool:
        """Whether any ward works by pathways."""
        return bool(self.ward.any())

    @cached_property
    def at_clinics(self) -> bool:
        """Whether any clinic has the standard formulary."""
        return bool(self.clinic.any())


def listed(catalogue: Catalogue) -> Bools:
    """Conditions for which there is a pathway, shape (conditions,)."""
    return ~np.isin(catalogue.ids, OF_NO_ONE_COURSE)


def pathway_tables(sites: Sites, catalogue: Catalogue, regimes: Regimes) -> PathwayTables:
    """Compile the tables; facilities of the counties take part. The severe leave a pathway more often."""

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.clinical_pathway.{name}")

    inside = sites.county >= 0
    has_one = np.repeat(listed(catalogue), 3)[:, None]
    severe = (np.arange(len(catalogue) * 3) % 3 == SEVERE)[:, None]
    return PathwayTables(
        ward=np.where(severe, here("severe"), 1.0) * has_one * np.where(inside, here("ward"), 0.0),
        clinic=has_one * standard_formulary(sites, regimes),
        above=here("above"),
        below=here("below"),
        avoided=here("avoided"),
    )


def standard_formulary(sites: Sites, regimes: Regimes) -> F64:
    """Share of visits treated by the standard formulary where a condition is listed, shape (facilities,)."""
    primary = (sites.county >= 0) & (sites.kind <= Kind.TOWNSHIP_CENTRE)
    return np.where(primary, regimes.by_facility("capability.clinical_pathway.clinic"), 0.0)


def standard_skill(sites: Sites, catalogue: Catalogue, regimes: Regimes) -> F64:
    """Capability that the standard formulary adds at the clinic, shape (conditions, facilities)."""
    gain = regimes.by_facility("capability.clinical_pathway.gain") * standard_formulary(sites, regimes)
    return np.asarray((listed(catalogue) & ~catalogue.emergency)[:, None] * gain)


def held(multiple: F64, follows: Bools, above: F64, below: F64) -> F64:
    """Multiple of the usual length or bill, drawn in to the usual one (1) for those who follow the standard.

    Examples
    --------
    >>> held(np.array([2.0, 0.5, 2.0]), np.array([True, True, False]), np.full(3, 0.4), np.full(3, 0.8))
    array([1.4, 0.6, 2. ])
    """
    drawn_in = 1.0 + (multiple - 1.0) * np.where(multiple > 1.0, above, below)
    return np.where(follows, drawn_in, multiple)
