"""Which levers' effects are identified, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.declare import load_parameters
from sim.policy.catalogue import load_levers
from sim.scenario import grounds as module
from sim.scenario.grounds import grounds, key_parameters, note
from sim.scenario.posterior import Posterior

HERE = Posterior("here", ("choice.habit",), ((1.0,), (1.1,)), date(2024, 9, 30))


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A calibration that told trust, habit and skill apart, but no price."""
    folder = tmp_path / "results"
    folder.mkdir(parents=True)
    status = {"choice.habit": "identified", "choice.trust": "identified", "choice.price_scale": "assumed"}
    rows = "".join(f"{id_},{one}\n" for id_, one in status.items())
    (folder / "identifiability.csv").write_text(f"id,status\n{rows}", encoding="utf-8")
    module._keys()  # the shipped table, before the folder changes
    monkeypatch.setattr(module, "posterior_folder", lambda: tmp_path / "posteriors")
    monkeypatch.setattr(module, "shipped_posteriors", lambda: (HERE,))
    module.identified.cache_clear()
    yield
    module.identified.cache_clear()


def test_every_lever_has_key_parameters_that_exist() -> None:
    assert all(path in load_parameters() for lever in load_levers() for path in key_parameters(lever))
    assert all(key_parameters(lever) for lever in load_levers())


def test_without_a_calibration_everything_is_assumed() -> None:
    assert not any(grounds(lever, None).identified for lever in load_levers())


def test_a_lever_is_identified_when_all_it_acts_through_is(known: None) -> None:
    assert grounds("contract.kind", HERE).identified  # habit, trust, and a dial set by a document
    assert grounds("contract.coverage", HERE).assumed[0] == "contract.coverage.general"  # a dial assumed
    assert "choice.price_scale" in grounds("pay_patient.same_price", HERE).assumed
    assert grounds("contract.kind", HERE).text.en.startswith("identified")
    assert grounds("pay_patient.same_price", HERE).text.zh.startswith("假设")


def test_of_a_users_own_posterior_nothing_is_known(known: None) -> None:
    assert not grounds("contract.kind", replace(HERE, name="mine")).identified


def test_the_note_names_assumptions_only(known: None) -> None:
    label = load_levers()["pay_patient.same_price"].label
    told = note(["contract.kind", "pay_patient.same_price"], HERE)
    assert told is not None and label.en in told.en and label.zh in told.zh
    assert load_levers()["contract.kind"].label.en not in told.en
    assert note(["contract.kind"], HERE) is None
