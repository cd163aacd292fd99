"""What facilities do in an epidemic wave: fever clinics (发热门诊), sentinel reports, tiered treatment.

Pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.care.sites import Sites
from sim.geography.map import Kind
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

NEVER = 2.0
"""More than everybody: a facility that opens no fever clinic."""


@dataclass(frozen=True)
class ResponseTables:
    """Response of each facility to a wave, arrays of shape (facilities,).

    Attributes
    ----------
    opens : float64 array
        Share of people fallen ill from which on it holds a fever clinic; above 1 for never.
    alarm : float64 array
        Share from which on it knows of the wave.
    doctors : float64 array
        Part of the doctors of its clinic who work there.
    called : float64 array
        Doctors called in, for each of them.
    diverts : float64 array
        Share of mild patients whom a hospital sends to their township centre from that day on.
    """

    opens: F64
    alarm: F64
    doctors: F64
    called: F64
    diverts: F64


def response_tables(sites: Sites, regimes: Regimes) -> ResponseTables:
    """Compile the response; fever clinics are at township centres and county general hospitals."""

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.epidemic.{name}")

    place = np.isin(sites.kind, (Kind.TOWNSHIP_CENTRE, Kind.COUNTY_GENERAL)) & (sites.county >= 0)
    alarm = np.where(here("sentinel") > 0, here("alarm_sentinel"), here("alarm_routine"))
    inside = (sites.kind >= Kind.COUNTY_GENERAL) & (sites.county >= 0)
    return ResponseTables(
        opens=np.where(place & (here("fever_clinics") > 0), alarm, NEVER),
        alarm=alarm,
        doctors=here("doctors"),
        called=here("called"),
        diverts=np.where(inside, here("tiered"), 0.0),
    )


class FeverClinics(NamedTuple):
    """Fever clinics of today, int64 arrays of shape (facilities,).

    `lent` counts doctors whom the ordinary clinic lacks, `doctors` those in session, `slots` patients who can
    be seen.
    """

    lent: I64
    doctors: I64
    slots: I64


def fever_clinics(
    table: ResponseTables, share: float, doctors: I32, session: F64, service: F64
) -> FeverClinics:
    """Staff of the fever clinics that are open; one doctor stays in the ordinary clinic.

    Parameters
    ----------
    share : float
        Of people who have fallen ill in the wave.
    doctors : int32 array, shape (facilities,)
        In session today at the unit that sees respiratory patients.
    session, service : float64 array, shape (facilities,)
        Minutes of that unit.
    """
    wanted = np.floor(doctors * table.doctors + 0.5).astype(np.int64)
    lent = np.where(share >= table.opens, np.minimum(wanted, doctors - 1), 0)
    staff = lent + np.floor(lent * table.called + 0.5).astype(np.int64)
    return FeverClinics(lent, staff, np.floor(staff * session / service + 1e-9).astype(np.int64))
