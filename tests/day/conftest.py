"""A busy year: too few doctors and beds, many referrals in both directions, looked at every day."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.day import made
from tests.day.watch import Doorkeeper, guarded
from tests.small import BUSY, county, walk


@pytest.fixture(params=["numpy", "numba"])
def each_kernel(
    request: pytest.FixtureRequest, interpreted: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Have the mornings of a test made for one kernel, then for the other."""
    if request.param == "numba":
        pytest.importorskip("numba")
    monkeypatch.setattr(made, "KERNEL", request.param)
    yield request.param


@pytest.fixture(scope="session")
def busy():
    """Return the model after 400 days, what its guard saw, and the stays billed since New Year."""
    model = county(BUSY, share=0.05, sample=0.03)
    guard, look = guarded(model)
    model.state.stay_log = []
    log = SimpleNamespace(model=model, guard=guard, new_year=None, stays=model.state.stay_log, first_stay=0)

    def note(today):
        if (today.clock.date.month, today.clock.date.day) == (12, 31):
            log.new_year = today.state.tally.flow.sum(axis=1)
            log.first_stay = len(log.stays)

    with pytest.MonkeyPatch.context() as patch:
        log.door = Doorkeeper(patch)
        walk(model, 400, look, note)
    return log
