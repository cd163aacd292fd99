"""What a village doctor earns, and what the doctor decides because of it: serve, send on, stay or leave.

Pure functions; every argument may be a number or an array. Money is in fen. A contract (签约) is a signature;
a served one is followed up as agreed. What is paid for the service against what the time is worth decides how
many of the signed are truly served, which is why a contract may exist on paper only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.geography.map import Kind, Map
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MONTHS = 12


def practices(map_: Map) -> Bools:
    """Village clinics with posts of village doctors, shape (facilities,); stations in towns have others."""
    village = map_.facilities["village"].to_numpy(np.int64)
    station = map_.villages["community"].to_numpy(np.bool_)[village]
    return np.asarray((map_.facilities["kind"].to_numpy(np.int64) == Kind.VILLAGE_CLINIC) & ~station)


def monthly_income(
    residents: Any, served: Any, visits: Any, self_paid: Any, public_health: Any, contract: Any,
    consultation: Any, margin: Any,
) -> Any:  # fmt: skip
    """Income of a clinic in a month, fen.

    Parameters
    ----------
    residents, served : number
        People of the clinic, and those under contract who are truly served.
    visits, self_paid : number
        Visits of the month, and what patients paid themselves for them, fen.
    public_health, contract : number
        Money per resident and year, and per served person and year, fen.
    consultation : number
        Fee per visit, fen.
    margin : number
        Doctor's share of what patients pay themselves.
    """
    yearly = public_health * residents + contract * served
    return yearly / MONTHS + consultation * visits + margin * self_paid


def worth_of_time(outside: Any, month_minutes: Any, served_minutes: Any) -> Any:
    """What the time of one truly served contract is worth elsewhere, fen a year."""
    return outside / month_minutes * served_minutes


def willing_share(fee: Any, worth: Any, duty: Any, slope: Any) -> Any:
    """Share of the signed whom a doctor is willing to serve truly.

    Some are served out of duty whatever the money; of the others half when the fee is worth the time, more
    when it is worth more.

    Parameters
    ----------
    fee, worth : number
        Money for one served person and year, and what the time is worth, fen.
    duty : number
        Share served without any money.
    slope : number
        How sharply service follows money.
    """
    paid = np.power(fee / worth, slope)
    return duty + (1.0 - duty) * paid / (1.0 + paid)


def possible_share(free_minutes: Any, signed: Any, served_minutes: Any) -> Any:
    """Share of the signed for whom the minutes of a month that visits leave are enough, at most 1."""
    needed = np.maximum(signed * served_minutes / MONTHS, 1.0)
    return np.minimum(np.maximum(free_minutes, 0.0) / needed, 1.0)


def quit_hazard(income: Any, outside: Any, base: Any, rise: Any) -> Any:
    """Chance that a doctor leaves at the end of a month: higher the farther income lies below the outside's.

    Parameters
    ----------
    income, outside : number
        Monthly income of late, and what could be earned elsewhere, fen.
    base, rise : number
        Chance at an income that keeps up, and what is added at none.
    """
    return base + rise * np.maximum(1.0 - income / outside, 0.0)


def send_on_factor(fee: Any, usual: Any, slope: Any) -> Any:
    """How often a borderline case is sent on, against today: less the more a consultation pays.

    Parameters
    ----------
    fee, usual : number
        Consultation fee, and that to which today's habit belongs, fen.
    slope : number
        How sharply the habit follows the fee.
    """
    return np.power(usual / fee, slope)


def kept_fee(run: Bools, regimes: Regimes) -> F64:
    """Part of a consultation fee that is the doctor's own, shape (facilities,); `run` marks salaried ones."""
    return np.where(run, regimes.by_facility("capability.village_points.fee_share"), 1.0)


def village_send_on(kind: I64, run: Bools, regimes: Regimes) -> F64:
    """How often facilities send borderline cases on, against today; the fee moves village clinics only.

    Parameters
    ----------
    kind : int64 array, shape (facilities,)
    run : bool array, shape (facilities,)
        Clinics whose doctor is salaried by the centre, see `sim.care.points`.
    """
    at = regimes.by_facility
    factor = send_on_factor(
        at("contract.doctor.consultation_fee") * kept_fee(run, regimes), at("contract.doctor.usual_fee"),
        at("contract.doctor.treat_slope"),
    )  # fmt: skip
    return np.where(kind == Kind.VILLAGE_CLINIC, factor, 1.0)


@dataclass
class VillageDoctors:
    """Posts at village clinics and what is known of each clinic.

    Attributes
    ----------
    facility : int64 array, shape (posts,)
        Clinic of each post.
    until : int64 array, shape (posts,)
        Day from which the post is filled (again); 0 at the start.
    staffing : float64 array, shape (facilities,)
        Share of the posts that are filled today; 1 where there are no such posts.
    open : float64 array, shape (facilities,)
        Share of its doctors who are at the facility today: `staffing`, but for closed points.
    served : float64 array, shape (facilities,)
        Share of the signed residents who are truly served.
    recorded : float64 array, shape (facilities,)
        Share recorded as managed of those whom the team should manage and does not serve.
    income : float64 array, shape (facilities,)
        Monthly income of a post of late, fen; NaN before the first month end and where there are no posts.
    closed_days, quits : int64 array, shape (facilities,)
        Days without any doctor since the last month end, and doctors who left at the last.
    """

    facility: I64
    until: I64
    staffing: F64
    open: F64
    served: F64
    recorded: F64
    income: F64
    closed_days: I64
    quits: I64

    @property
    def posts(self) -> I64:
        """Posts of each facility, shape (facilities,)."""
        return np.bincount(self.facility, minlength=len(self.staffing))

    @property
    def vacant(self) -> bool:
        """Whether a doctor is missing anywhere today."""
        return bool((self.open < 1.0).any())

    def open_day(self, day: int, absent: I64) -> None:
        """Find who is in post on a day; `absent` are missing besides, shape (facilities,)."""
        filled = np.maximum(np.bincount(self.facility, self.until <= day, len(self.staffing)) - absent, 0)
        posts = self.posts
        self.staffing = np.where(posts > 0, filled / np.maximum(posts, 1), 1.0)

    def hold(self, closed: Bools, shut: Bools) -> None:
        """Find which clinics are open today and note those that are not.

        Parameters
        ----------
        closed, shut : bool array, shape (facilities,)
            Points without a doctor of their own, and those of them that nobody visits today.
        """
        self.open = np.where(closed, np.where(shut, 0.0, 1.0), self.staffing)
        self.closed_days = self.closed_days + (self.open == 0.0)
