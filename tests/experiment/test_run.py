"""A run from scenario to tables, on a small sample of the smallest county."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.experiment.run import RunResult, best_kernel, month_bounds, run_scenario
from sim.indicators.tally import Flow
from sim.model import CountyModel
from sim.scenario import load_scenario

SEED, SAMPLE = 3, 0.03


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunResult, Path, list[tuple[int, int, str]]]:
    events = tmp_path_factory.mktemp("run") / "visits.parquet"
    told: list[tuple[int, int, str]] = []
    scenario = load_scenario("beidaihe-2024").with_dates(until=date(2024, 2, 29))
    result = run_scenario(
        scenario, seed=SEED, sample=SAMPLE, events_path=events,
        progress=lambda done, total, stage="": told.append((done, total, stage)),
    )  # fmt: skip
    return result, events, told


def test_months_are_cut_at_both_ends() -> None:
    assert month_bounds(date(2023, 12, 30), date(2024, 2, 2)) == [
        (date(2023, 12, 30), date(2023, 12, 31)),
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 2)),
    ]


def test_the_table_holds_the_columns_of_the_specification(finished: tuple) -> None:
    table = finished[0].indicators
    assert ",".join(table.columns) == (
        "period,start,end,scope,scope_id,indicator,value,numerator,denominator,unit,basis,low,high"
    )
    assert set(table["basis"]) == {"happened", "reported"}
    shares = table[(table["unit"] == "share") & table["value"].notna()]
    assert shares["value"].between(-1e-12, 1 + 1e-12).all()
    assert {"2024-01", "2024-02"} <= set(table["period"].astype(str))
    assert not table["start"].astype(str).str.startswith("2023").any()  # the warm-up is not counted


def test_events_are_the_tallies_one_by_one(finished: tuple) -> None:
    result, events, _ = finished
    rows = pq.read_table(events).to_pandas()
    visits, stays, exams = (rows[rows["event"] == kind] for kind in ("visit", "stay", "exam"))
    counted = [k for k, (first, _) in enumerate(result.months) if first >= result.start]
    tally = result.tally

    def total(measure: Flow) -> int:
        return int(tally.flow_table(measure)[counted].sum())

    assert len(visits) == total(Flow.OUTPATIENT_COUNT) > 0
    assert len(exams) > 0 and exams["facility"].nunique() < stays["facility"].nunique()
    for measure, name in ((Flow.OUTPATIENT_BILL, "bill_fen"), (Flow.OUTPATIENT_FUND, "fund_fen")):
        assert visits[name].sum() + exams[name].sum() == total(measure)
    assert stays["bill_fen"].sum() == total(Flow.INPATIENT_BILL)
    assert stays["fund_fen"].sum() == total(Flow.INPATIENT_FUND)
    assert stays["critical_fen"].sum() == total(Flow.CRITICAL)
    assert stays["aid_fen"].sum() == total(Flow.AID)
    layers = rows[["fund_fen", "own_fen", "critical_fen", "aid_fen"]].fillna(0).sum(axis=1)
    assert (layers == rows["bill_fen"]).all() and (rows["own_fen"] >= 0).all()
    assert (stays["penalty_fen"] >= 0).all() and visits["penalty_fen"].isna().all()
    days = pd.to_datetime(rows["date"])
    assert days.min() >= pd.Timestamp("2024-01-01") and days.max() <= pd.Timestamp("2024-02-29")


def test_events_are_written_group_by_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiment.events.ROWS_A_GROUP", 50)
    scenario = load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 20))
    result = run_scenario(scenario, seed=SEED, sample=0.01, events_path=tmp_path / "visits.parquet")
    table = pq.ParquetFile(tmp_path / "visits.parquet")
    assert table.metadata.num_row_groups > 3
    counted = [k for k, (first, _) in enumerate(result.months) if first >= result.start]
    visits = int(result.tally.flow_table(Flow.OUTPATIENT_COUNT)[counted].sum())
    assert (table.read().to_pandas()["event"] == "visit").sum() == visits


def test_the_manifest_tells_what_was_run(finished: tuple) -> None:
    manifest = finished[0].manifest
    assert manifest["seed"] == SEED and manifest["sample"] == SAMPLE and manifest["draw"] == 0
    assert manifest["warm_up"]["days"] >= 90
    assert manifest["until"] == date(2024, 2, 29)
    assert manifest["peak_memory_mb"] > 50 and manifest["cpu_seconds"] > 0
    assert manifest["kernel"] in ("numpy", "numba")


def test_progress_is_told_from_the_first_moment(finished: tuple) -> None:
    told = finished[2]
    assert [stage for *_, stage in told[:2]] == ["geography", "population"]
    done = [done for done, total, _ in told[2:]]
    assert done == list(range(1, 60 + 91)), "31 + 29 days after 90 of warm-up"


def test_another_draw_is_another_county_and_the_same_again(finished: tuple) -> None:
    scenario = load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 5))
    one, again, none = (
        run_scenario(scenario, seed=SEED, sample=0.01, draw=draw).indicators for draw in (2, 2, 0)
    )
    pd.testing.assert_frame_equal(one, again)
    assert not one["value"].equals(none["value"])


def test_auto_takes_numba_where_it_is() -> None:
    pytest.importorskip("numba")
    assert best_kernel("auto") == "numba" and best_kernel("numpy") == "numpy"


def test_a_run_leaves_no_model_behind() -> None:
    """Batches run hundreds of scenarios in one process."""
    scenario = load_scenario("beidaihe-2024").with_dates(until=date(2024, 1, 2))
    before = len(gc_models())
    results = [run_scenario(scenario, seed=seed, sample=0.005) for seed in (1, 2)]
    assert len(results) == 2
    assert len(gc_models()) <= before


def gc_models() -> list[CountyModel]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, CountyModel)]
