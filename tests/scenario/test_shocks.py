"""Shocks of a scenario: read, placed, dated, and no part of a run before they come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.errors import Text, UserError
from sim.scenario import ScenarioErrors, load_scenario
from sim.scenario.difference import differences
from sim.scenario.read_shocks import load_shocks
from sim.scenario.shocks import Kind, Shock
from tests.scenario.test_load import ROOT, faults, write

ALL = """\
shocks:
  closed: {facility: 刘田各庄镇卫生院, start: 2024-07-01, end: 2024-08-31}
  gone: {doctor: TC-130324102, count: 2, start: 2024-07-01}
  flood: {road: [130324103, 卢龙镇], start: 2024-07-20}
  flu: {wave: 0.2, start: 2024-11-15}
  late: {advance: 3, start: 2024-04-01}
"""


def test_shocks_are_read_and_placed(tmp_path: Path) -> None:
    plan = load_scenario(write(tmp_path, ROOT + ALL))
    by = {shock.id: shock for shock in plan.shocks}
    assert [shock.kind for shock in plan.shocks] == list(Kind)
    assert by["closed"].places[0].startswith("TC-130324") and by["closed"].end == date(2024, 8, 31)
    assert (by["gone"].places, by["gone"].amount) == (("TC-130324102",), 2)
    assert by["flood"].places == ("130324103", "130324100")
    alone = load_shocks(write(tmp_path, ALL, "shocks.yaml"))
    assert [shock.id for shock in alone] == list(by)
    calm = load_scenario(write(tmp_path, "base: trial\nshocks:\n", "calm.yaml"))
    assert calm.shocks == () and calm.hash == load_scenario(write(tmp_path, ROOT, "plain.yaml")).hash
    assert plan.hash != calm.hash
    (told,) = (one for one in differences(calm, plan) if one.id == "shocks")
    assert told.a == () and told.b[-1] == Text(
        "advance late, 3 months, from 2024-04-01", "预拨款延迟，3 个月，2024-04-01 起"
    )


def test_numbers_hold_on_the_days_of_the_shock(tmp_path: Path) -> None:
    plan = load_scenario(write(tmp_path, ROOT + ALL))

    def at(path: str, *days: date) -> list[float]:
        return [plan.values(day)[path] for day in days]

    assert at("epidemic.size", date(2024, 11, 14), date(2024, 11, 15)) == [0, 0.2]
    assert at("epidemic.start_day", date(2024, 11, 15)) == [320]
    days = [date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 28), date(2024, 7, 1)]
    assert at("pay_provider.advance_delay", *days) == [0, 3, 3, 0]
    assert {date(2024, 7, 1), date(2024, 9, 1), date(2024, 7, 20)} <= set(plan.change_dates)


def test_the_map_of_a_day(tmp_path: Path) -> None:
    plan = load_scenario(write(tmp_path, ROOT + ALL))
    usual = plan.map(plan.values(plan.begin))
    assert load_scenario(write(tmp_path, ROOT, "plain.yaml")).map_on(plan.begin, usual) is usual
    before, during, after = (
        plan.map_on(day, usual) for day in (date(2024, 6, 30), date(2024, 8, 1), date(2024, 9, 1))
    )
    assert (before.shut.sum(), during.shut.sum(), after.shut.sum()) == (0, 1, 0)
    assert (before.absent.sum(), during.absent.sum(), after.absent.sum()) == (0, 2, 2)
    assert (before.minutes == usual.minutes).all()
    assert (during.minutes >= usual.minutes).all() and (during.minutes > usual.minutes).any()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("shocks: flood\n", (6, "shocks")),
        ("shocks:\n  flood: gone\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {start: 2024-07-01}\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {wave: 0.2}\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {wave: 0.2, advance: 2, start: 2024-07-01}\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {wave: 0.2, count: 2, start: 2024-07-01}\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {wave: 3, start: 2024-07-01}\n", (7, "shocks.flood.wave")),
        ("shocks:\n  flood: {advance: 1.5, start: 2024-07-01}\n", (7, "shocks.flood.advance")),
        ("shocks:\n  flood: {road: 130324103, start: 2024-07-01}\n", (7, "shocks.flood.road")),
        ("shocks:\n  flood: {wave: 0.2, start: 2024-07-01, end: 2024-06-01}\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {wave: 0.2, start: 2025-07-01}\n", (7, "shocks.flood")),
        ("shocks:\n  flood: {facility: CITY-1, start: 2024-07-01}\n", (7, "shocks.flood")),
    ],
)
def test_a_wrong_shock_is_told_with_its_line(tmp_path: Path, text: str, place: tuple[int, str]) -> None:
    assert place in faults(write(tmp_path, ROOT + text))


def test_a_file_without_shocks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioErrors):
        load_shocks(write(tmp_path, "shocks:\n"))


def test_both_ends_of_a_road_differ() -> None:
    with pytest.raises(UserError, match="both ends"):
        load_scenario("lulong-2024").with_shocks(
            Shock("road", Kind.ROAD, date(2024, 7, 1), places=("130324103", "130324103"))
        )
