"""Facilities as the day needs them: clinics with doctors, wards with beds, and what they can treat.

A primary institution is one clinic unit; a hospital has one unit for each department, since a surgeon does
not relieve a queue of children. Staff and beds are never scaled down: where a share S of people is simulated,
each stands for 1/S patients (see `open_beds`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim import randomness
from sim.care.centres import added_beds, people_served
from sim.care.management import doctors_in_offices
from sim.care.points import moved_doctors, village_points
from sim.care.queue import sessions_capacity
from sim.care.staff_pool import pooled_doctors, pooled_skill
from sim.care.village_doctor import practices
from sim.geography.map import Kind, Map
from sim.money.rules import LEVELS
from sim.needs.catalogue import Department
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]

CLINICS = (Department.INTERNAL, Department.SURGERY, Department.WOMEN_CHILDREN, Department.TCM_REHAB,
           Department.OTHER)  # fmt: skip
TIERS = ("village", "township", "hospital")
CAPABILITY = ("village", "township", "general", "tcm", "mch", "other", "general", "city", "far")
UNLIMITED = 2**30


def tier_of_kind(kind: Ints) -> I64:
    """Tier of staffing and hours: 0 village, 1 township, 2 hospital."""
    return np.minimum(kind.astype(np.int64), 2)


def facility_capability(map_: Map, values: Mapping[str, float]) -> F64:
    """Capability of each facility on the scale of the catalogue (1 village … 4 city).

    A county's other hospital of level 3 has the capability of the city's hospitals.
    """
    by_kind = np.array([values[f"care.capability.{name}"] for name in CAPABILITY])
    kind = map_.facilities["kind"].to_numpy(np.int64)
    level = map_.facilities["level"].to_numpy(np.int64)
    raised = (kind == Kind.OTHER_HOSPITAL) & (level >= 3)
    return np.asarray(np.where(raised, by_kind[Kind.CITY], by_kind[kind]))


def at_level3(map_: Map, regimes: Regimes) -> npt.NDArray[np.bool_]:
    """County general hospitals that a policy raises to level 3, shape (facilities,)."""
    general = map_.facilities["kind"].to_numpy(np.int64) == Kind.COUNTY_GENERAL
    return np.asarray(general & (regimes.by_facility("capability.county_level3.raised") > 0))


def price_level(map_: Map, regimes: Regimes) -> I64:
    """Column of the price and rule tables of each facility (`sim.money.rules.LEVELS`).

    Hospitals of level 3 charge and are settled as those of the city; one that a policy raises to it, where
    its price list rises with the level.
    """
    kind = map_.facilities["kind"].to_numpy(np.int64)
    level = map_.facilities["level"].to_numpy(np.int64)
    dearer = at_level3(map_, regimes) & (regimes.by_facility("capability.county_level3.price_level") > 0)
    column = np.where((level >= 3) | dearer, LEVELS.index("city"), LEVELS.index("county"))
    column = np.where(kind == Kind.VILLAGE_CLINIC, LEVELS.index("village"), column)
    column = np.where(kind == Kind.TOWNSHIP_CENTRE, LEVELS.index("township"), column)
    return np.where(kind == Kind.FAR, LEVELS.index("far"), column)


def community_number(map_: Map) -> I64:
    """Number of the community of each facility in the order of `community_names`, -1 for none."""
    name = map_.facilities["community"].astype(str).to_numpy()
    return np.where(name == "", -1, np.searchsorted(community_names(map_), name)).astype(np.int64)


def community_names(map_: Map) -> list[str]:
    """Names of the communities, in order."""
    return sorted(set(map_.facilities["community"].astype(str)) - {""})


def seats(sites: Sites) -> I64:
    """Facility whose rules are those of each community: its lead, or else its first hospital or member.

    Returns
    -------
    int64 array, shape (communities,)
    """
    seat = np.full(int(sites.community.max(initial=-1)) + 1, -1)
    for which in (sites.community >= 0, sites.kind >= Kind.COUNTY_GENERAL, sites.lead):
        at = np.flatnonzero(which & (sites.community >= 0))[::-1]  # of several the first is written last
        seat[sites.community[at]] = at
    return seat


def tiers_of(sites: Sites) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which facilities are primary institutions, and which hospitals of the counties."""
    county = (sites.kind >= Kind.COUNTY_GENERAL) & (sites.kind <= Kind.OTHER_HOSPITAL)
    return sites.kind <= Kind.TOWNSHIP_CENTRE, county


@dataclass(frozen=True)
class Sites:
    """Facilities and their clinic units.

    Attributes
    ----------
    kind, county, level : int64 array, shape (facilities,)
        `Kind`; county index or -1; price level.
    community : int64 array, shape (facilities,)
        Number of the medical community (医共体) it belongs to, -1 for none.
    lead : bool array, shape (facilities,)
        Leads its community (牵头医院).
    capability : float64 array, shape (facilities,)
        On the scale of the catalogue.
    staff : float64 array, shape (facilities,)
        Doctors in all.
    beds : int64 array, shape (facilities,)
        Beds open to the people simulated (a hospital's background load already taken off).
    first_unit : int64 array, shape (facilities,)
        Number of the facility's first clinic unit.
    unit_facility : int64 array, shape (units,)
        Facility of each unit.
    doctors, weekend_doctors : int32 array, shape (units,)
        Doctors in session on a weekday, and on a weekend or holiday.
    slots, weekend_slots : int64 array, shape (units,)
        Patients a unit can see on such a day.
    session, service : float64 array, shape (units,)
        Minutes a day and mean minutes a patient.
    shut : bool array, shape (facilities,)
        Closed today.
    absent : int64 array, shape (facilities,)
        Village doctors missing today beside posts that are vacant; of other doctors, `doctors` tells.
    """

    kind: I64
    county: I64
    level: I64
    community: I64
    lead: npt.NDArray[np.bool_]
    capability: F64
    staff: F64
    beds: I64
    first_unit: I64
    unit_facility: I64
    doctors: npt.NDArray[np.int32]
    weekend_doctors: npt.NDArray[np.int32]
    slots: I64
    weekend_slots: I64
    session: F64
    service: F64
    shut: npt.NDArray[np.bool_]
    absent: I64

    def unit(self, facility: Ints, department: Ints) -> I64:
        """Clinic unit that sees patients of a department; internal medicine follows emergencies up."""
        hospital = self.kind[facility] >= Kind.COUNTY_GENERAL
        clinic = np.where(department == Department.EMERGENCY, Department.INTERNAL, department)
        return self.first_unit[facility] + np.where(hospital, clinic, 0)


def open_beds(beds: I64, sample: float, stream_key: int) -> I64:
    """Beds open to a sample of people, each of whom stands for 1/sample patients.

    The product with the share is rounded at random, keyed by facility, so that beds are right in total.
    """
    if sample >= 1.0:
        return beds
    u = randomness.draw(stream_key, np.arange(len(beds)))
    return np.floor(beds * sample + u).astype(np.int64)


def added_practitioners(map_: Map, regimes: Regimes) -> tuple[F64, F64]:
    """General practitioners (全科医生) that township centres get to reach the density set for them.

    Returns
    -------
    float64 array, shape (facilities,)
        Practitioners added per 10,000 people a centre serves; none where today's density is enough.
    float64 array, shape (facilities,)
        The same in doctors.
    """
    more = regimes.by_facility("contract.gp_density") - regimes.by_facility("contract.gp_density_now")
    centre = map_.facilities["kind"].to_numpy(np.int64) == Kind.TOWNSHIP_CENTRE
    density = np.where(centre, np.maximum(more, 0.0), 0.0)
    return density, density * people_served(map_) / 10_000


def build_sites(map_: Map, regimes: Regimes, sample: float, seed: int) -> Sites:
    """Compile the facilities of the map with staffing, hours and beds from the parameter values in force."""
    table, values = map_.facilities, regimes.county
    kind = table["kind"].to_numpy(np.int64)
    more, practitioners = added_practitioners(map_, regimes)
    moved = moved_doctors(map_, village_points(map_, regimes))
    everybody = table["doctors"].to_numpy(np.float64) + practitioners + moved
    community, lead = community_number(map_), table["leads"].to_numpy(np.bool_)
    pooled = pooled_doctors(map_, everybody, community, lead, regimes)
    everybody = np.maximum(everybody + pooled - doctors_in_offices(lead, regimes), 0.0)
    capability = facility_capability(map_, values) + more * regimes.by_facility("contract.gp_capability")
    of_lead = np.zeros(len(kind))
    for one in np.flatnonzero(lead):
        of_lead[community == community[one]] = capability[one]
    handicap = regimes.by_facility("capability.dispatch.handicap")
    capability = capability + pooled_skill(pooled, everybody, capability, of_lead, handicap)
    free = 1.0 - table["background"].to_numpy(np.float64)
    hospital = kind >= Kind.COUNTY_GENERAL
    units = np.where(hospital, len(CLINICS), 1)
    first = np.cumsum(units) - units
    facility = np.repeat(np.arange(len(kind)), units)
    department = np.arange(len(facility)) - first[facility]
    share = np.array([values[f"care.department_share.{name.name.lower()}"] for name in CLINICS])
    staff = everybody[facility] * free[facility]
    staff = np.where(hospital[facility], staff * share[department], staff)
    tier = tier_of_kind(kind[facility])
    staff = staff * np.array([values[f"care.clinic_share.{name}"] for name in TIERS])[tier]
    weekend = np.array([values[f"care.weekend.{name}"] for name in TIERS])[tier]
    doctors = np.maximum(np.rint(staff), 1).astype(np.int32)
    on_weekend = np.maximum(np.rint(staff * weekend), 1).astype(np.int32)
    session = np.array([values[f"care.session_minutes.{name}"] for name in TIERS])[tier]
    service = np.array([values[f"care.service_minutes.{name}"] for name in TIERS])[tier]
    gone = np.where(practices(map_), 0, map_.absent)
    doctors[first] = np.maximum(doctors[first] - gone, 0)
    on_weekend = np.minimum(on_weekend, doctors) if gone.any() else on_weekend
    unlimited = values["care.unlimited"] > 0
    slots = np.full(len(facility), UNLIMITED) if unlimited else sessions_capacity(doctors, session, service)
    fewer = (
        np.full(len(facility), UNLIMITED) if unlimited else sessions_capacity(on_weekend, session, service)
    )
    built = table["beds"].to_numpy(np.float64) + added_beds(map_, regimes)
    beds = np.where(map_.shut, 0, np.floor(built * free)).astype(np.int64)
    if unlimited:
        beds = np.where(beds > 0, UNLIMITED, 0)
    else:
        beds = open_beds(beds, sample, randomness.stream("beds", seed))
    return Sites(
        kind=kind,
        county=table["county"].to_numpy(np.int64),
        level=price_level(map_, regimes),
        community=community,
        lead=lead,
        capability=capability,
        staff=np.maximum(everybody - gone, 0.0),
        beds=beds,
        first_unit=first,
        unit_facility=facility,
        doctors=np.maximum(doctors, 1),
        weekend_doctors=np.maximum(on_weekend, 1),
        slots=slots,
        weekend_slots=fewer,
        session=session,
        service=service,
        shut=map_.shut,
        absent=map_.absent - gone,
    )
