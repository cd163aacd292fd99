"""Levers put on and taken off from Python, and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.errors import UserError
from sim.policy.groups import Trait
from sim.policy.use import Where
from sim.scenario import ScenarioErrors, load_scenario
from tests.policy.levers import catalogue
from tests.scenario.test_load import ROOT, write

HEAD = ROOT + "levers:\n"  # the first lever stands on line 7
VILLAGE = "referral.offer.village"


@pytest.fixture(autouse=True)
def _made_up_levers() -> Iterator[None]:
    with catalogue():
        yield


def test_levers_in_python(tmp_path: Path) -> None:
    plain = load_scenario(write(tmp_path, ROOT))
    written = load_scenario(
        write(
            tmp_path,
            HEAD + "  referral.slips: {start: 2024-02-01, who: [poor], set: {offer.village: 0.03}}\n",
        )
    )
    made = plain.with_lever(
        "referral.slips", start=date(2024, 2, 1), who=Trait.POOR, settings={"offer.village": 0.03}
    )
    assert made.levers == written.levers and made.hash == written.hash != plain.hash
    assert made.without_lever("referral.slips").hash == plain.hash
    with pytest.raises(UserError, match=r"did you mean 'referral\.slips'"):
        plain.with_lever("referral.slip")
    with pytest.raises(UserError, match="no dial"):
        plain.with_lever("referral.slips", settings={"x": 1})
    with pytest.raises(ScenarioErrors, match=r"needs referral\.slips"):
        plain.with_lever("referral.ward")
    with pytest.raises(ScenarioErrors, match="no township"):
        plain.with_lever("referral.slips", where=Where(townships=("卢龙乡",)))
    both = plain.with_lever("referral.slips").with_lever("referral.ward")
    with pytest.raises(ScenarioErrors, match=r"needs referral\.slips"):
        both.without_lever("referral.slips")


def test_draws_touch_a_number_of_a_lever_only_with_the_lever_on(tmp_path: Path) -> None:
    township = "referral.offer.township"
    plain = replace(load_scenario(write(tmp_path, ROOT)), posterior=None)
    off = plain.draw(3, 1)
    assert off.values(off.start)["referral.catalogue"] == 0  # neutral
    assert 0 <= off.values(off.start)[VILLAGE] <= 0.1  # a number of today, known as little as others
    assert off.values(off.start)[VILLAGE] != 0.002
    assert off.values(off.start)["referral.return_share"] != 0.3
    on = plain.with_lever("referral.slips")
    values = [on.draw(number, 1).values(on.start) for number in range(1, 30)]
    drawn = [one[VILLAGE] for one in values]
    assert 0.02 <= min(drawn) < 0.03 and 0.07 < max(drawn) <= 0.08
    assert {one[township] for one in values} == {0.09}  # the catalogue gives no range
    own = plain.with_lever("referral.slips", settings={"offer.village": 0.04})
    assert own.draw(3, 1).values(own.start)[VILLAGE] == 0.04
