"""Several people watched at once have the stories they have when watched alone."""

from __future__ import annotations

from datetime import date

import pytest

from sim.errors import UserError
from sim.experiment.several import trace_several
from sim.experiment.trace import trace_resident
from sim.experiment.wish import Wish
from tests.small import SHARE, scenario, soon


def test_together_as_alone():
    plan = soon(scenario()).with_dates(until=date(2024, 1, 25))
    together = trace_several(plan, who=Wish(age=(60, 90)), count=6, sample=SHARE, kernel="numpy")
    assert len(together) == 6 and len({one.person.resident for one in together}) == 6
    busiest = max(together, key=lambda one: len(one.events))
    assert busiest.events
    alone = trace_resident(plan, resident=busiest.person.resident, sample=SHARE, kernel="numpy")
    assert alone == busiest
    with pytest.raises(UserError, match="nobody has the id 5"):
        trace_several(plan, who=[5], sample=SHARE, kernel="numpy")
