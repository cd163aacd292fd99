"""Tests of township centres that the lead hospital reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import floor
from typing import TYPE_CHECKING

from sim.care.shared_tests import Exam
from sim.care.treatment import AWAIT
from sim.indicators.tally import Flow
from sim.randomness import purpose, uniform_scalar
from tests.mirror.records import REPORT, Visit
from tests.mirror.remote import treat_anew

if TYPE_CHECKING:
    from tests.mirror.model import MirrorModel

WANTED, SAME_DAY = purpose("tests.which"), purpose("tests.same_day")
REPORTS = (Flow.ECG_REPORTS, Flow.IMAGE_REPORTS)


def read_tests(model: MirrorModel, visits: Sequence[Visit]) -> None:
    """Let every reader report on as many tests of today as it has places."""
    table = model.book.tests
    lists: dict[tuple[int, int], list[Visit]] = defaultdict(list)
    for visit in visits:
        reader = table.reader[visit.facility.index]
        if visit.case.origin == REPORT:
            if not visit.adequate:
                treat_anew(model, visit, table.adequate)
        elif not visit.adequate and not visit.emergency and reader >= 0:
            test = _wanted(visit, table.wanted[visit.case.condition])
            if test is not None:
                lists[reader, test].append(visit)
    sent = set()
    for hospital in model.facilities if any(reader >= 0 for reader in table.reader) else ():
        for test in Exam:
            day = table.places[hospital.index][test]
            left = min(hospital.reports_left[test] + day, day + 1.0)
            asking = sorted(lists[hospital.index, test], key=lambda each: each.key)
            for visit in asking[: floor(left + 1e-9)]:
                model.books.add(REPORTS[test], visit.place)
                sent.add(id(visit))
                left -= 1.0
            hospital.reports_left[test] = left
    for visit in visits:
        if id(visit) in sent:
            _report(model, visit)


def _wanted(visit: Visit, share: list[float]) -> int | None:
    """Which test is lacking, if any."""
    u, so_far = uniform_scalar(visit.key, WANTED), 0.0
    for test, part in enumerate(share):
        so_far += part
        if u < so_far:
            return test
    return None


def _report(model: MirrorModel, visit: Visit) -> None:
    """Treat with the report, or ask the patient to come back for it."""
    table, at, case = model.book.tests, visit.facility.index, visit.case
    now = uniform_scalar(visit.key, SAME_DAY) < table.same_day[at]
    if now or case.step >= model.book.outcome.max_steps:
        treat_anew(model, visit, table.adequate)
        return
    visit.act, visit.adequate = AWAIT, True
    again = replace(
        case, target=visit.facility, place=visit.place, origin=REPORT, step=case.step + 1, tries=0, avoid=0,
        slip=0,
    )  # fmt: skip
    visit.resident.file(again, model.today + table.days[at])
