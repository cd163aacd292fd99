"""Priors: what the shipped file holds, and what is wrong with a faulty one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calibration.folder import calibration_folder
from sim.calibration.observation import PARAMETERS
from sim.calibration.priors import OBSERVATION, SIMULATION, Prior, of_part, read_priors
from sim.errors import Text
from sim.problems import ScenarioErrors

PRIORS = read_priors(calibration_folder() / "priors.yaml")
NORMAL = Prior("p", SIMULATION, "normal", 0.0, 1.0, 0.4, 0.2, False, "level", "assumption", "s", Text("", ""))


def test_every_observation_parameter_has_a_prior_and_they_number_about_forty_in_the_simulation():
    assert {prior.id for prior in of_part(PRIORS, OBSERVATION)} == set(PARAMETERS)
    assert 30 <= len(of_part(PRIORS, SIMULATION)) <= 50
    assert {"price", "incentive", "season", "lag", "reporting", "ramp"} <= {one.governs for one in PRIORS}


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: prior.id)
def test_values_lie_in_the_range_and_places_come_back(prior):
    place = np.linspace(0.001, 0.999, 41)
    values = prior.at(place)
    assert ((values >= prior.low) & (values <= prior.high)).all()
    if prior.distribution == "switch":
        assert np.mean(prior.at(np.linspace(0, 1, 1001))) == pytest.approx(prior.mean, abs=0.002)
    elif not prior.whole:
        assert prior.place(values) == pytest.approx(place, abs=1e-6)


def test_a_uniform_prior_by_hand():
    assert replace(NORMAL, distribution="uniform", low=2.0, high=6.0).at(np.array(0.25)) == 3.0
    assert replace(NORMAL, distribution="uniform", high=9.0, whole=True).at(np.array(0.25)) == 2.0


def test_a_normal_prior_is_cut_off():
    middle = replace(NORMAL, mean=0.5).at(np.array(0.5))
    assert middle == pytest.approx(0.5)
    wide = replace(NORMAL, mean=0.0, sd=1.0)  # 0.5 to 0.8413 of it lie within
    assert wide.at(np.array(0.5)) == pytest.approx(0.4418, abs=1e-3)


@given(st.floats(0.15, 0.85), st.floats(0.02, 0.12))
def test_a_beta_prior_has_the_mean_and_spread_given(mean, sd):
    prior = replace(NORMAL, distribution="beta", mean=mean, sd=sd)
    values = prior.at((np.arange(4000) + 0.5) / 4000)
    assert values.mean() == pytest.approx(mean, abs=0.005)
    assert values.std() == pytest.approx(sd, abs=0.005)


GOOD = "{id: choice.trust, distribution: normal, governs: trust, evidence: study, source: IN255}"


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (GOOD.replace("choice.trust", "choice.trusts"), "choice.trust"),
        (GOOD.replace("normal", "gaussian"), "normal"),
        (GOOD.replace("governs: trust", "governs: belief"), "governs"),
        (GOOD.replace("source: IN255", "high: 99"), "1–4.5"),
        (GOOD.replace("choice.trust", '"ramp:referral.dwon"'), "referral.down"),
        (GOOD.replace("choice.trust", "observe.critical"), "switch"),
        (GOOD.replace("normal", "beta, sd: 3"), "sd"),
        (GOOD.replace("normal", "normal, colour: red"), "colour"),
    ],
)
def test_a_faulty_prior_is_told_with_its_line(tmp_path, entry, word):
    file = tmp_path / "priors.yaml"
    file.write_text(f"priors:\n  - {GOOD.replace('choice.trust', 'choice.habit')}\n  - {entry}\n", "utf-8")
    with pytest.raises(ScenarioErrors) as raised:
        read_priors(file)
    told = raised.value.text
    assert "priors.yaml:3" in told.en and word in told.en
    assert word in told.zh and "；" in told.zh


def test_a_parameter_given_twice_is_refused(tmp_path):
    file = tmp_path / "priors.yaml"
    file.write_text(f"priors:\n  - {GOOD}\n  - {GOOD}\n", "utf-8")
    with pytest.raises(ScenarioErrors, match=r"choice\.trust"):
        read_priors(file)
