"""A busy year: too few doctors and beds, many referrals in both directions, looked at every day."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.day.watch import guarded
from tests.small import county, walk

BUSY = {
    "referral.catalogue": 0.5,
    "referral.offer.village": 0.1,
    "referral.offer.township": 0.1,
    "referral.attend": 0.6,
    "referral.down_offer": 0.5,
    "referral.down_accept": 0.6,
    "care.capability.village": 0.85,
    "referral.return_share": 0.8,
    "needs.scale": 1.0,
    "care.bed_patience_days": 1,
}


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

    walk(model, 400, look, note)
    return log
