"""What a family-doctor team (家庭医生团队) does besides its clinic, and what that costs the clinic.

Pure functions on arrays. A contract is a signature; service is what the team then truly does. Follow-ups and
home visits take minutes of the same people who hold the clinic, so every minute of them is one less for those
who come.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.geography.kinds import Mode, Option

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

CARRIED: Final = len(Mode)
"""Way of travelling of the bed-bound: by car, with somebody's help."""
HOME_CARE: Final = CARRIED + 1
"""Way of travelling of the bed-bound whom the team visits at home (出巡诊, 家庭病床)."""
_STAY = (Option.NONE, Option.PHARMACY)  # the bed-bound need not go: others fetch drugs for them
TEAM = (Option.OWN_CLINIC, Option.OWN_CENTRE)  # where the team works


def truly_served(signed: Bools, served: F64, u: F64) -> Bools:
    """Who of the signed gets what the contract promises.

    Parameters
    ----------
    signed : bool array, shape (n,)
    served : float64 array, shape (n,)
        Share of its contracts that the person's team honours.
    u : float64 array, shape (n,)
        One draw a person, the same on all days, so that a more honest team only adds people.
    """
    return np.asarray(signed & (u < served))


class OpenDay(NamedTuple):
    """What is left of a clinic day: patients, minutes of the session, minutes of outside work left over."""

    slots: I64
    session: F64
    owed: F64


def clinic_left(slots: I64, owed: F64, doctors: Ints, session: F64, service: F64, least: float) -> OpenDay:
    """Clinic of each unit on a day on which its doctors also work outside: shorter, for fewer patients.

    Parameters
    ----------
    slots : int64 array, shape (units,)
        Patients it could see otherwise; a unit that sees none works neither outside.
    owed : float64 array, shape (units,)
        Minutes of work outside that wait to be done.
    doctors, session, service : array, shape (units,)
        Doctors in session, minutes a day of each, mean minutes with a patient.
    least : float
        Share of the clinic's minutes that is never given up.

    Returns
    -------
    OpenDay
        Arrays of shape (units,); as before where nothing is owed.
    """
    open_minutes = np.where(slots > 0, doctors * session, 0.0)
    spent = np.minimum(owed, (1.0 - least) * open_minutes)
    works = spent > 0.0
    left = np.floor((open_minutes - spent) / service + 1e-9).astype(np.int64)
    return OpenDay(
        np.where(works, np.minimum(slots, left), slots),
        np.where(works, (open_minutes - spent) / doctors, session),
        owed - spent,
    )


class Rounds(NamedTuple):
    """People under management in order of the day of their follow-up, and where each day begins.

    Attributes
    ----------
    person : int32 array, shape (n,)
        Rows.
    first : int64 array, shape (interval + 1,)
        Positions in `person`.
    """

    person: I32
    first: I64

    def on(self, ordinal: int) -> I32:
        """Rows of the people whose follow-up falls on a day, by its proleptic ordinal."""
        day = ordinal % (len(self.first) - 1)
        return self.person[self.first[day] : self.first[day + 1]]


class Papers(NamedTuple):
    """People whose follow-ups stand in the records only.

    Attributes
    ----------
    person : int32 array, shape (n,)
        Rows.
    more : Rounds
        Those of them who are recorded beyond the usual, by the day on which the record is written.
    """

    person: I32
    more: Rounds


def rounds_of(person: I32, u: F64, interval: int) -> Rounds:
    """Spread follow-ups over the days of an interval.

    Parameters
    ----------
    person : int32 array, shape (n,)
        Rows of the people under management.
    u : float64 array, shape (n,)
        One draw a person: the part of the interval at which the follow-up falls.
    interval : int
        Days between the follow-ups of a person.
    """
    phase = (u * interval).astype(np.int64)
    order = np.argsort(phase, kind="stable")
    return Rounds(person[order], np.searchsorted(phase[order], np.arange(interval + 1)))


def met_by_supply(days: F64, usual: float) -> F64:
    """Chance that a stable patient still has drugs when the usual prescription would have ended.

    Fewer days than usual count as the usual.
    """
    return np.asarray(1.0 - usual / np.maximum(days, usual))


def supply_multiple(days: F64, usual: float, drugs: F64 | float) -> F64:
    """Multiple of a usual bill when drugs for more days are dispensed at once; `drugs` is their share."""
    return np.asarray(1.0 + drugs * (np.maximum(days, usual) / usual - 1.0))


def minutes_by_way(minutes: F64, factor: float) -> F64:
    """Travel of those who walk, ride or drive, and after them of the bed-bound.

    Parameters
    ----------
    minutes : float64 array, shape (modes, villages, options)
        Door to door, inf where an option cannot be reached.
    factor : float
        What a way takes with a bed-bound person, against the same way by car.

    Returns
    -------
    float64 array, shape (modes + 2, villages, options)
        The two last are `CARRIED` and `HOME_CARE`: the same, but the team comes to the resident.
    """
    carried = minutes[Mode.CAR] * factor
    carried[:, _STAY] = minutes[Mode.CAR][:, _STAY]
    home = carried.copy()
    home[:, TEAM] = np.where(np.isfinite(home[:, TEAM]), 0.0, np.inf)
    return np.concatenate([minutes, carried[None], home[None]])


def ways(mode: U8, bedbound: Bools, visited: Bools) -> U8:
    """How each person gets to care: the household's mode, or carried, or visited at home by the team."""
    return np.where(bedbound, np.where(visited, HOME_CARE, CARRIED), mode).astype(np.uint8)
