"""Tests made at a township centre and read by the lead hospital (心电、影像资源共享中心).

The centre takes the trace or the image, a reader of the lead hospital reports on it; with the report the
centre's own doctor treats. Pure functions on arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sim.care.remote import open_readers
from sim.care.sites import Sites
from sim.geography.map import Kind, Map
from sim.needs.catalogue import Catalogue
from sim.policy.regimes import Regimes

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

YEAR = 365.0  # days on which reports are read; readers are on duty on days off too


class Exam(IntEnum):
    """Kind of a test (检查) that is read from afar."""

    ECG = 0
    IMAGE = 1


@dataclass(frozen=True)
class SharedTests:
    """Tables of tests that are read from afar.

    Attributes
    ----------
    reader : int64 array, shape (facilities,)
        Hospital that reads for a township centre, -1 where none does.
    places : float64 array, shape (facilities, 2)
        Reports that a hospital gives on a day, by `Exam`.
    wanted : float64 array, shape (conditions, 2)
        Share of cases beyond the centre for which the report of such a test is what is lacking.
    same_day : float64 array, shape (facilities,)
        Share of reports that reach a centre while the patient waits.
    days : int64 array, shape (facilities,)
        Days after which the others do.
    adequate : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment with the report; never below that without.
    """

    reader: I64
    places: F64
    wanted: F64
    same_day: F64
    days: I64
    adequate: F64


def shared_tests(
    map_: Map, sites: Sites, catalogue: Catalogue, skill: F64, own: F64, regimes: Regimes
) -> SharedTests:
    """Compile the tables of tests read from afar.

    A hospital reads what is set for a county times the part of the county's centres that are connected.

    Parameters
    ----------
    skill : float64 array, shape (conditions * 3,)
        Capability needed by condition and severity.
    own : float64 array, shape (conditions * 3, facilities)
        Chance of adequate treatment without a report.
    """

    def here(name: str) -> F64:
        return regimes.by_facility(f"capability.shared_centres.{name}")

    values = regimes.county
    reader = np.where(sites.kind == Kind.TOWNSHIP_CENTRE, open_readers(map_, sites), -1)
    connected = np.flatnonzero(reader >= 0)
    centres = np.bincount(sites.county[connected], minlength=len(map_.counties))
    places = np.zeros((len(reader), len(Exam)))
    for test in Exam:
        part = here(f"{test.name.lower()}_reports")[connected] / YEAR / centres[sites.county[connected]]
        np.add.at(places[:, test], reader[connected], part)
    wanted = [
        [values.get(f"capability.tests.{test.name.lower()}.{one}", 0.0) for test in Exam]
        for one in catalogue.ids
    ]
    lent = sites.capability + here("lift") * np.maximum(sites.capability[reader] - sites.capability, 0.0)
    slope, margin = values["care.capability_slope"], values["care.capability_margin"]
    helped = 1.0 / (1.0 + np.exp(slope * (skill[:, None] - lent - margin)))
    reader[connected] = np.where(places[reader[connected]].any(axis=1), reader[connected], -1)
    return SharedTests(
        reader=reader,
        places=places,
        wanted=np.array(wanted),
        same_day=here("same_day"),
        days=here("turnaround").astype(np.int64),
        adequate=np.where(reader >= 0, np.maximum(helped, own), own),
    )
