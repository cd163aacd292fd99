"""Properties of the compiled scenario."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UserError
from sim.scenario import ALWAYS, Scenario, load_scenario
from sim.scenario.timeline import START_ONLY

SCENARIO = replace(load_scenario("lulong-2024"), posterior=None)
FREE = [
    path
    for path, one in SCENARIO.parameters.items()
    if one.low < one.high
    and one.evidence not in {"official", "statistics", "neutral"}
    and not path.startswith(START_ONLY)
][:40]
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def at(path: str, share: float) -> float:
    """Return an allowed value of a parameter, low at 0 and high at 1."""
    one = SCENARIO.parameters[path]
    value = min(one.high, one.low + share * (one.high - one.low))
    return float(round(value)) if one.is_integer else value


CHANGES = st.dictionaries(
    st.sampled_from(FREE), st.dictionaries(DAYS, st.floats(0, 1), min_size=1, max_size=4), max_size=5
).map(
    lambda given: {
        path: {day: at(path, share) for day, share in days.items()} for path, days in given.items()
    }
)


def text_of(blocks: list[str], changes: list[tuple[str, list[tuple[date, float]]]], comment: str) -> str:
    lines = [comment, *blocks, "overrides:" + ("" if changes else " {}")]
    for path, days in changes:
        lines += [f"  {path}:", *(f"    {day}: {value!r}  {comment}" for day, value in days)]
    return "\n".join(lines) + "\n"


@given(CHANGES, st.randoms(use_true_random=False))
def test_the_hash_does_not_know_the_order_or_comments_of_the_file(
    changes: dict[str, dict[date, float]], random: object
) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]
    blocks = ["base: lulong-2024", "start: 2024-01-01", "until: 2025-12-31", "counties: [130324, 130322]"]
    ordered = [(path, list(days.items())) for path, days in changes.items()]
    mixed = [(path, list(days)) for path, days in ordered]
    for items in (mixed, *(days for _, days in mixed)):
        shuffle(items)
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder) / "one.yaml", Path(folder) / "two.yaml"
        one.write_text(text_of(blocks, ordered, ""), encoding="utf-8")
        blocks = [blocks[0], "counties: [130322, 130324]", *blocks[1:3]]
        shuffle(blocks)
        two.write_text(text_of(blocks, mixed, "# 注释"), encoding="utf-8")
        first, second = load_scenario(one), load_scenario(two)
    assert first.hash == second.hash
    assert first.timeline == second.timeline and list(first.timeline) == list(second.timeline)


@given(CHANGES, st.sampled_from(FREE), st.floats(0, 1), st.integers(1, 4000))
def test_a_lever_after_the_end_changes_only_the_hash(
    changes: dict[str, dict[date, float]], path: str, share: float, days_late: int
) -> None:
    scenario = SCENARIO.with_overrides(changes)
    late = scenario.until + timedelta(days=days_late)
    with_lever = scenario.with_overrides({path: {late: at(path, share)}})
    assert with_lever.hash != scenario.hash or with_lever.timeline == scenario.timeline
    assert with_lever.change_dates == scenario.change_dates
    assert with_lever.begin == scenario.begin
    for day in (scenario.begin, *scenario.change_dates, scenario.until):
        assert with_lever.values(day) == scenario.values(day)


@given(CHANGES)
def test_values_change_on_the_change_dates_and_on_no_other_day(changes: dict[str, dict[date, float]]) -> None:
    scenario = SCENARIO.with_overrides(changes)
    before = scenario.values(scenario.begin)
    for change in (*scenario.change_dates, scenario.until + timedelta(days=1)):
        assert scenario.values(change - timedelta(days=1)) == before
        before = scenario.values(change)


@given(st.sampled_from(FREE), st.integers(1, 500), st.integers(0, 2**40))
def test_a_draw_lies_in_its_range_and_is_the_same_again(path: str, number: int, seed: int) -> None:
    one = SCENARIO.parameters[path]
    drawn = SCENARIO.draw(number, seed).parameters[path]
    assert one.low <= drawn.value <= one.high
    assert drawn.fault(drawn.value) is None
    assert SCENARIO.draw(number, seed).parameters[path] == drawn


def test_draws_cover_the_range_evenly_and_leave_what_is_measured() -> None:
    path = next(one for one in FREE if not SCENARIO.parameters[one].is_integer)
    one = SCENARIO.parameters[path]
    draws = [SCENARIO.draw(number, 7) for number in range(1, 401)]
    shares = [(draw.parameters[path].value - one.low) / (one.high - one.low) for draw in draws]
    # standard error of the mean of 400 uniform numbers: 0.0144
    assert abs(sum(shares) / 400 - 0.5) < 0.06
    assert min(shares) < 0.03 and max(shares) > 0.97
    for path, parameter in SCENARIO.parameters.items():
        if parameter.evidence in {"official", "statistics", "neutral"} or path.startswith("run."):
            assert draws[0].parameters[path] == parameter


def test_draw_zero_is_the_central_values_and_overrides_win_over_any_draw() -> None:
    assert SCENARIO.draw(0, 7).hash == SCENARIO.hash
    assert SCENARIO.draw(1, 7).hash != SCENARIO.draw(2, 7).hash != SCENARIO.draw(2, 8).hash
    scenario = SCENARIO.with_overrides({FREE[0]: at(FREE[0], 1.0)})
    for number in range(3):
        assert scenario.draw(number, 7).values(scenario.start)[FREE[0]] == at(FREE[0], 1.0)


def test_a_bare_number_holds_from_the_warm_up_whatever_the_start() -> None:
    path = FREE[0]
    scenario = SCENARIO.with_overrides({path: at(path, 0.0)}).with_dates(start=date(2023, 1, 1))
    assert scenario.overrides[path] == {ALWAYS: at(path, 0.0)}
    assert scenario.values(scenario.begin)[path] == at(path, 0.0)
    assert scenario.change_dates == SCENARIO.change_dates


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"run.warmup_day": 100.0}, "run.warmup_days"),
        ({"run.warmup_days": {date(2024, 1, 1): 3.0}}, "90 to 730"),
        ({"run.warmup_days": {date(2024, 1, 1): 100.0}}, "from the start only"),
    ],
)
def test_wrong_overrides_are_told(change: dict[str, dict[date, float] | float], hint: str) -> None:
    with pytest.raises(UserError, match=hint):
        SCENARIO.with_overrides(change)


def test_dates() -> None:
    scenario = SCENARIO.with_dates(until=date(2026, 6, 30))
    assert scenario.until == date(2026, 6, 30) and scenario.start == SCENARIO.start
    with pytest.raises(UserError):
        SCENARIO.with_dates(until=date(2023, 12, 31))
    # The warm-up of a run from 2016 on would lie in 2015, of which no holiday is known.
    for days in ({"until": date(2036, 1, 1)}, {"until": date(9999, 12, 31)}, {"start": date(2016, 1, 1)}):
        with pytest.raises(UserError, match="2016 to 2035"):
            SCENARIO.with_dates(**days)
    assert SCENARIO.with_dates(until=date(2035, 12, 31)).until.year == 2035


def test_the_hash_follows_the_content_of_imported_geography(tmp_path: Path) -> None:
    def imported(name: str, content: str) -> Scenario:
        folder = tmp_path / name
        (folder / "roads").mkdir(parents=True)
        (folder / "roads" / "roads.geojson").write_text(content)
        file = tmp_path / f"{name}.yaml"
        file.write_text(f"base: lulong-2024\ngeography: {name}\n")
        return load_scenario(file)

    assert imported("a", "1").hash == imported("b", "1").hash != imported("c", "2").hash
    assert imported("d", "1").hash != SCENARIO.hash


def test_draws_leave_switches_but_for_the_definitions_of_published_figures() -> None:
    plan = SCENARIO
    switches = [path for path, one in plan.parameters.items() if one.unit == "switch"]
    drawn = {path for number in range(1, 20) for path in switches
             if plan.draw(number, 1).parameters[path].value != plan.parameters[path].value}  # fmt: skip
    assert drawn and all(path.startswith("observe.") for path in drawn)
    assert "care.unlimited" in switches
