"""What a facility does with a patient: treat, admit, keep beyond its capability, or send up.

Pure functions on arrays; draws come in as uniform numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.management import surer
from sim.care.offers import Offers
from sim.care.sites import Sites
from sim.geography.map import Kind, Map, Option
from sim.needs.catalogue import Catalogue, Department

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

KEEP, ADMIT, SLIP, ADVISE = 0, 1, 2, 3  # decisions
AWAIT, LACKS = 4, 5
"""To come back for the report of a test; to look elsewhere for lack of a drug. Not decided by `decide`."""


def needed_skill(catalogue: Catalogue) -> F64:
    """Capability needed by condition and severity, shape (conditions * 3,)."""
    return np.stack([catalogue.skill_mild, catalogue.skill_moderate, catalogue.skill_severe], axis=1).ravel()


def admission_share(catalogue: Catalogue) -> F64:
    """Share for whom a stay is indicated by condition and severity, shape (conditions * 3,)."""
    none = np.zeros(len(catalogue))
    return np.stack([none, catalogue.admit_moderate, catalogue.admit_severe], axis=1).ravel()


@dataclass(frozen=True)
class TreatmentTables:
    """Tables of treatment.

    Attributes
    ----------
    adequate : float64 array, shape (conditions * 3, facilities)
        Chance that the facility can treat a case of that condition and severity adequately.
    admit : float64 array, shape (conditions * 3,)
        Share for whom a stay is indicated.
    stay, indicated : float64 array, shape (conditions * 3, facilities)
        Share for whom the facility decides on a stay, and for whom judgement alone would; by the same draw.
    withholds : bool
        Whether any facility decides on fewer stays than judgement alone would.
    offer, advise : float64 array, shape (conditions * 3, facilities)
        Chance that a facility that cannot treat writes a slip (转诊单), and that, without one, it tells the
        patient to go higher instead of treating all the same.
    due : float64 array, shape (conditions * 3, facilities)
        Chance of a slip if no purse spoke for or against it.
    advise_stay, ruled : float64 array, shape (facilities,)
        The latter for whom it could treat but for a bed; chance that the rule to go up tier by tier brings a
        slip that custom would not. See `sim.care.offers`.
    upward : int8 array, shape (counties, 3, conditions * 3)
        Option a slip names, by county and by tier of the writer (village, township, county hospital).
    beds : bool array, shape (facilities,)
        Whether there is a ward.
    admits : float64 array, shape (conditions * 3, facilities)
        Chance that a facility admits a patient whom it can treat and who needs a bed.
    send_on : float64 array, shape (conditions * 3, facilities)
        How often the facility sends such a case on (slip or advice), against what it would otherwise.
    """

    adequate: F64
    admit: F64
    stay: F64
    indicated: F64
    withholds: bool
    offer: F64
    due: F64
    advise: F64
    advise_stay: F64
    ruled: F64
    upward: npt.NDArray[np.int8]
    beds: Bools
    admits: F64
    send_on: F64

    @cached_property
    def denies(self) -> bool:
        """Whether anybody gives fewer slips than custom would, for what a purse sees."""
        return bool((self.offer < self.due).any())


def treatment_tables(
    map_: Map,
    sites: Sites,
    catalogue: Catalogue,
    values: Mapping[str, float],
    offers: Offers,
    admits: F64 | None = None,
    send_on: F64 | None = None,
    local: F64 | None = None,
    stay: F64 | None = None,
    indicated: F64 | None = None,
    narrowed: F64 | None = None,
) -> TreatmentTables:
    """Compile the tables of treatment from parameter values.

    `admits` as in the tables, 1 by default. `send_on`, shape (facilities,), holds for borderline cases, which
    the facility has at least a small chance to treat adequately; 1 by default. `local`, shape
    (conditions * 3, facilities), is capability for some conditions only, see `sim.care.local_skill`. `stay`
    and `indicated` as in the tables, by the share indicated for None. `narrowed`, shape (facilities,), is
    that of `sim.care.management.surer`.
    """
    skill = needed_skill(catalogue)
    gap = skill[:, None] - sites.capability - (0.0 if local is None else local)
    slope, margin = values["care.capability_slope"], values["care.capability_margin"]
    adequate = 1.0 / (1.0 + np.exp(slope * (gap - margin)))
    if narrowed is not None:
        adequate = surer(adequate, gap, narrowed)
    borderline = adequate >= values["contract.doctor.borderline"]
    admit = admission_share(catalogue)
    everywhere = np.tile(admit[:, None], (1, gap.shape[1]))
    stay = everywhere if stay is None else stay
    indicated = everywhere if indicated is None else indicated
    return TreatmentTables(
        adequate=adequate,
        admit=admit,
        stay=stay,
        indicated=indicated,
        withholds=bool((stay < indicated).any()),
        offer=offers.offer,
        due=offers.due,
        advise=offers.advise,
        advise_stay=offers.advise_stay,
        ruled=offers.ruled,
        upward=_upward(map_, catalogue, skill, values),
        beds=map_.facilities["beds"].to_numpy(np.int64) > 0,
        admits=np.ones(gap.shape) if admits is None else admits,
        send_on=np.where(borderline, 1.0 if send_on is None else send_on, 1.0),
    )


def _upward(map_: Map, catalogue: Catalogue, skill: F64, values: Mapping[str, float]) -> npt.NDArray[np.int8]:
    counties = len(map_.counties)
    department = np.repeat(catalogue.department, 3)
    of_county = map_.villages["county"].to_numpy(np.int64)
    table = np.empty((counties, 3, len(skill)), np.int8)
    for county in range(counties):
        here = map_.options[of_county == county]
        hospital = np.full(len(skill), Option.GENERAL)
        for option, branch in ((Option.MCH, Department.WOMEN_CHILDREN), (Option.TCM, Department.TCM_REHAB)):
            if ((here[:, option] >= 0) & ~map_.shut[here[:, option]]).any():
                hospital = np.where(department == branch, option, hospital)
        easy = skill <= values["referral.centre_skill"]
        table[county, 0] = np.where(easy, Option.OWN_CENTRE, hospital)
        table[county, 1] = hospital
        table[county, 2] = Option.CITY
    return table


class Decision(NamedTuple):
    """For each patient whether the facility can treat the case, and `KEEP`, `ADMIT`, `SLIP` or `ADVISE`."""

    adequate: Bools
    act: npt.NDArray[np.int8]


def decide(
    tables: TreatmentTables, row: Ints, facility: Ints, kind: Ints, bound: Bools, u_adequate: F64,
    u_admit: F64, u_offer: F64, u_advise: F64, u_here: F64,
) -> Decision:  # fmt: skip
    """Decide what to do with each patient who is seen.

    Parameters
    ----------
    row : integer array, shape (n,)
        Condition * 3 + severity.
    facility, kind : integer array, shape (n,)
        Where, and its `Kind`.
    bound : bool array, shape (n,)
        Whether the patient needs a slip to go up where patients go tier by tier.
    u_adequate, u_admit, u_offer, u_advise, u_here : float64 array, shape (n,)
        Draws in [0, 1).
    """
    adequate = u_adequate < tables.adequate[row, facility]
    stay = u_admit < tables.stay[row, facility]
    ward = tables.beds[facility] & (u_here < tables.admits[row, facility])
    higher = (~adequate | (stay & ~ward)) & (kind < Kind.CITY)
    send_on = tables.send_on[row, facility]
    offer = tables.offer[row, facility] * send_on
    offer = np.where(bound, offer + (1.0 - offer) * tables.ruled[facility], offer)
    slip = higher & (u_offer < offer)
    told = np.where(adequate, tables.advise_stay[facility], tables.advise[row, facility])
    advise = higher & ~slip & (u_advise < told * send_on)
    act = np.where(stay & adequate & ward, ADMIT, KEEP)
    act = np.where(slip, SLIP, np.where(advise, ADVISE, act))
    return Decision(adequate, act.astype(np.int8))
