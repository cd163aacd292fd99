from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from sim import randomness
from sim.day.visits import case_draws, case_row, draw, new_visits
from sim.needs.cases import CASE
from tests.small import county, walk


def test_rows_and_keys_of_cases():
    case = np.zeros(3, CASE)
    case["condition"], case["severity"] = [0, 5, 25], [2, 0, 1]
    case["key"], case["step"] = [7, 7, 9], [0, 1, 0]
    assert case_row(case).tolist() == [2, 15, 76]
    keys = case_draws(case)
    assert keys.tolist() == [randomness.step_key_scalar(k, s) for k, s in ((7, 0), (7, 1), (9, 0))]
    u = draw(keys, "treat.admit")
    assert u.tolist() == [
        randomness.uniform_scalar(k, randomness.purpose("treat.admit")) for k in keys.tolist()
    ]


def test_visits_begin_undecided():
    case = np.zeros(2, CASE)
    case["target"], case["person"] = [4, 5], [8, 9]
    visits = new_visits(case, np.array([2, 4]), np.array([0, 3]), np.zeros(2, bool), np.ones(2))
    assert visits.facility.tolist() == [4, 5]
    assert visits.person.tolist() == [8, 9]
    for name in ("adequate", "dead", "act", "bill", "fund"):
        assert getattr(visits, name).tolist() == [0, 0], name


class Ledger:
    """Which key served which purpose on which day."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.day = 0
        self.used: dict[str, dict[int, int]] = defaultdict(dict)
        self.same_day: dict[str, int] = defaultdict(int)
        self.later: dict[str, int] = defaultdict(int)
        names: dict[int, str] = {}
        purpose, uniform = randomness.purpose, randomness.uniform

        def named(name: str) -> int:
            names[purpose(name)] = name
            return purpose(name)

        def noted(key: np.ndarray, purpose_key: int = 0) -> np.ndarray:
            if purpose_key:
                self.note(names[purpose_key], key.tolist())
            return uniform(key, purpose_key)

        monkeypatch.setattr(randomness, "compiled", None)
        monkeypatch.setattr(randomness, "purpose", named)
        monkeypatch.setattr(randomness, "uniform", noted)

    def note(self, name: str, keys: list[int]) -> None:
        """Note the keys of one call."""
        used = self.used[name]
        for key in keys:
            if used.get(key) == self.day:
                self.same_day[name] += 1
            elif key in used:
                self.later[name] += 1
            used[key] = self.day


@pytest.fixture(scope="module")
def ledger():
    """What a run of 150 days over New Year drew, with crowded clinics and transfers down."""
    with pytest.MonkeyPatch.context() as patch:
        yield noted_run(Ledger(patch))


def noted_run(ledger: Ledger) -> Ledger:
    """Run the county with every draw noted."""
    changes = {"referral.down_offer": 1.0, "referral.down_accept": 1.0, "referral.catalogue": 0.5}

    def turn(model):
        ledger.day += 1

    walk(county(changes, sample=0.012), 150, turn)
    assert len(ledger.used["choice"]) > 5_000
    return ledger


AGAIN = {"treat.admit"}  # an emergency is asked again whether a stay is indicated, by the same draw
REDRAWN = {"need.day", "need.condition"}  # of a block, again at New Year, when people are older


def test_no_key_serves_a_purpose_twice_on_a_day(ledger):
    assert set(ledger.same_day) <= AGAIN, dict(ledger.same_day)


def test_no_key_serves_a_purpose_on_two_days(ledger):
    assert set(ledger.later) <= REDRAWN, dict(ledger.later)
