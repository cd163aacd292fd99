"""The table of events, written as Parquet while the run goes on.

One row for every visit, for every stay, and for every examination at the lead hospital during a stay at a
township centre that is settled apart, as an outpatient bill.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.care.clinic import TICKS
from sim.choice.choose import Parts
from sim.day.clock import Clock
from sim.day.state import StayBill
from sim.day.visits import Visits
from sim.experiment.visiting import ACTS
from sim.geography.map import Option
from sim.indicators.tally import ELSEWHERE
from sim.model import CountyModel
from sim.needs.cases import CaseArray, Origin, select

ROWS_A_GROUP = 500_000
PLACES = [*(option.name.lower() for option in Option), "elsewhere"]
SEVERITIES = ["mild", "moderate", "severe"]
assert PLACES[ELSEWHERE] == "elsewhere"
NAME = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("date", pa.date32()), ("event", NAME), ("resident", pa.uint64()), ("age", pa.uint8()), ("sex", NAME),
        ("income", pa.uint8()), ("insurance", NAME), ("away", pa.bool_()), ("signed", pa.bool_()),
        ("village", NAME), ("facility", NAME), ("place", NAME), ("condition", NAME), ("severity", NAME),
        ("step", pa.int8()), ("origin", NAME), ("travel_minutes", pa.float32()),
        ("wait_minutes", pa.float32()), ("adequate", pa.bool_()), ("decision", NAME), ("died", pa.bool_()),
        ("bed_days", pa.int32()), ("bill_fen", pa.int64()), ("fund_fen", pa.int64()),
        ("critical_fen", pa.int64()), ("aid_fen", pa.int64()), ("own_fen", pa.int64()),
        ("penalty_fen", pa.int64()),
    ]
)  # fmt: skip
"""Columns of the table; what an event of a kind has not is null.

`penalty_fen` is what the fund would have paid more for a stay without the points taken off for a skipped
order.
"""
NO_EVENTS = SCHEMA.empty_table()


class EventTable:
    """Observer that writes events; days of the warm-up are left out.

    Parameters
    ----------
    model : CountyModel
    path : Path
        Parquet file to write. Columns of a stay that a visit has not (and the reverse) are null.
    """

    wants_choices = False

    def __init__(self, model: CountyModel, path: Path) -> None:
        self._model = model
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._rows = 0
        model.state.stay_log = []

    def choices(self, cases: CaseArray, parts: Parts, option: npt.NDArray[np.int8]) -> None:
        """Not needed."""

    def visits(self, clock: Clock, visits: Visits) -> None:
        """Take the visits and stays of today."""
        stays = self._model.state.stay_log or []
        self._model.state.stay_log = []
        if clock.date < self._model.scenario.start:
            return
        self._add(self._visit_rows(clock, visits))
        for bill in stays:
            self._add(self._stay_rows(clock, bill))
            self._add(self._exam_rows(clock, bill))

    def close(self) -> None:
        """Write what is left and end the file."""
        self._flush()
        if self._writer:
            self._writer.close()

    def _add(self, columns: dict[str, Any]) -> None:
        table = pa.table(columns)
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows >= ROWS_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        whole = pa.concat_tables([NO_EVENTS, *self._waiting], promote_options="permissive")
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, SCHEMA)
        self._writer.write_table(whole.select(SCHEMA.names).cast(SCHEMA))
        self._waiting, self._rows = [], 0

    def _person_rows(self, clock: Clock, kind: str, person: Any, facility: Any, place: Any) -> dict[str, Any]:
        people, map_ = self._model.state.people, self._model.map
        return {
            "date": np.full(len(person), clock.date, "datetime64[D]"),
            "event": _named(np.zeros(len(person), np.int8), [kind]),
            "resident": people.id[person],
            "age": people.age[person],
            "sex": _named(people.sex[person], ["man", "woman"]),
            "income": people.income[person],
            "insurance": _named(people.insurance[person], ["none", "residents", "employees"]),
            "away": people.away[person],
            "signed": people.signed[person],
            "village": _named(people.village[person], map_.villages["code"].astype(str).tolist()),
            "facility": _named(facility, map_.facilities["id"].astype(str).tolist()),
            "place": _named(place, PLACES),
        }

    def _visit_rows(self, clock: Clock, visits: Visits) -> dict[str, Any]:
        case = visits.case
        rows = self._person_rows(clock, "visit", visits.person, visits.facility, visits.place)
        rows |= {
            "condition": _named(case["condition"], list(self._model.tables.catalogue.ids)),
            "severity": _named(case["severity"], SEVERITIES),
            "step": np.ascontiguousarray(case["step"]),
            "origin": _named(case["origin"], [origin.name.lower() for origin in Origin]),
            "travel_minutes": visits.minutes.astype(np.float32),
            "wait_minutes": (visits.wait / TICKS).astype(np.float32),
            "adequate": visits.adequate,
            "decision": _named(visits.act, ACTS),
            "died": visits.dead,
            "bill_fen": visits.bill,
            "fund_fen": visits.fund,
            "own_fen": visits.bill - visits.fund,
        }
        return rows

    def _stay_rows(self, clock: Clock, bill: StayBill) -> dict[str, Any]:
        stays = bill.stays
        rows = self._person_rows(clock, "stay", stays["person"], stays["facility"], stays["place"])
        rows |= {
            "condition": _named(stays["condition"], list(self._model.tables.catalogue.ids)),
            "severity": _named(stays["severity"], SEVERITIES),
            "step": np.ascontiguousarray(stays["step"]),
            "bed_days": (clock.day - stays["start"]).astype(np.int32),
            "bill_fen": bill.bill,
            "fund_fen": bill.fund,
            "critical_fen": bill.critical,
            "aid_fen": bill.aid,
            "own_fen": bill.bill - bill.fund - bill.critical - bill.aid,
            "penalty_fen": bill.penalty,
        }
        return rows

    def _exam_rows(self, clock: Clock, bill: StayBill) -> dict[str, Any]:
        at = np.flatnonzero(bill.exam)
        stays = select(bill.stays, at)
        lead = self._model.tables.remote.reader[stays["facility"]]
        options = self._model.map.options[self._model.state.people.village[stays["person"]]]
        place = np.argmax(options == lead[:, None], axis=1)
        rows = self._person_rows(clock, "exam", stays["person"], lead, place)
        rows |= {
            "condition": _named(stays["condition"], list(self._model.tables.catalogue.ids)),
            "severity": _named(stays["severity"], SEVERITIES),
            "step": np.ascontiguousarray(stays["step"]),
            "bill_fen": bill.exam[at],
            "fund_fen": bill.exam_fund[at],
            "own_fen": bill.exam[at] - bill.exam_fund[at],
        }
        return rows


def _named(codes: npt.NDArray[Any], names: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(names))
