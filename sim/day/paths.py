"""How stays began, as the rules on referral order and on chains of stays see it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.care.ward import StayArray
from sim.day.state import State
from sim.day.tables import DayTables
from sim.day.visits import draw
from sim.money.path import compliance_path
from sim.money.rules import Link, Path
from sim.money.standing import Standing
from sim.needs.cases import CaseArray, Origin

I64 = npt.NDArray[np.int64]


def admission_path(
    state: State, tables: DayTables, case: CaseArray, stays: StayArray
) -> npt.NDArray[np.int8]:
    """Path of stays that begin: which were due a slip, and which had one.

    Part of the emergencies is not recognised by the insurance office afterwards.
    """
    person = stays["person"]
    excused = (state.standing[person] & np.uint8(Standing.EXCUSED)) > 0
    verified = draw(stays["key"], "path.verified") < tables.values["pay_patient.emergency_verified"]
    excused |= (case["origin"] == Origin.EMERGENCY) & verified
    return compliance_path(tables.sites.level[stays["facility"]], stays["slip"], excused)


def chain(tables: DayTables, before: StayArray, after: StayArray, link: Link, due: I64) -> None:
    """Write into stays that follow others without a day between what the earlier ones leave behind.

    Parameters
    ----------
    before, after : STAY array, shape (n,)
        Each stay that ends and the one that follows it, whose path is known.
    due : int64 array, shape (n,)
        Deductible due for the stay that ends, fen.
    """
    one, other = before["facility"], after["facility"]
    community, tight = tables.sites.community, tables.tight
    after["link"] = link
    after["charged"] = before["charged"] + due
    after["tight"] = (community[one] >= 0) & (community[one] == community[other]) & tight[one] & tight[other]
    after["broken"] = before["broken"] | (before["path"] == Path.SKIPPED)
