from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.calibration.observation import PARAMETERS, needed, observe
from sim.calibration.place import load_place
from sim.calibration.priors import read_priors, seen_under
from sim.calibration.targets import read_targets
from sim.county.build import build_county
from sim.county.sums import FIGURES, NINE_MONTHS, Q1, sums_of
from sim.county.tables import read_tables
from sim.county.targets import figures, lacking, own_targets
from sim.county.worth import own_files, worths
from sim.errors import UserError
from tests.county.conftest import Spoil

HEAD = 5


def fill(folder: Path, rows: list[str]) -> None:
    file = folder / "monthly.csv"
    head = file.read_text(encoding="utf-8-sig").splitlines()[:HEAD]
    file.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def months(payer: str, rows: dict[str, str], until: int = 9) -> list[str]:
    return [
        f"2024-{month:02d},{payer},{tier},{cells}"
        for month in range(1, until + 1)
        for tier, cells in rows.items()
    ]


FULL = {
    "村": "300,9000,4500,,,,",
    "乡镇": "200,16000,8000,10,60,20000,16000",
    "县级": "400,100000,30000,70,630,490000,300000",
    "市级": "60,24000,5000,15,120,210000,110000",
    "市外": "40,20000,2000,5,50,100000,40000",
}


def test_figures_by_hand(folder: Path) -> None:
    fill(folder, months("全部", FULL))
    sums = sums_of(read_tables(folder), NINE_MONTHS)
    got = {name: make(sums) for name, make in FIGURES.items()}
    assert got["in_county_visit_rate"] == pytest.approx((900 + 80) / (1000 + 100))
    assert got["in_county_admission_share"] == pytest.approx(0.8)
    assert got["in_county_fund_rate"] == pytest.approx(358500 / 515500)
    assert got["primary_fund_share"] == pytest.approx(28500 / 358500)
    assert got["township_stay_share"] == pytest.approx(10 / 80)
    assert got["stay_cost_hospital"] == pytest.approx(7000)
    assert got["stay_days_city"] == pytest.approx(8)
    assert got["stays_per_100"] is None  # the sums are of everybody, not of the residents' insurance


def test_figures_of_the_residents(folder: Path, spoil: Spoil) -> None:
    spoil("county", "insured_residents,41600", "insured_residents,50000")
    fill(folder, months("居民", FULL))
    sums = sums_of(read_tables(folder), NINE_MONTHS)
    assert FIGURES["stays_per_100"](sums) == pytest.approx(100 * 900 / 50000 * 366 / 274)
    assert FIGURES["paid_share"](sums) == pytest.approx(515500 / 989000)
    assert FIGURES["stay_days_residents"](sums) == pytest.approx(8.6)


def test_together_for_one_place_and_apart_for_others(folder: Path) -> None:
    inside = {tier: FULL[tier] for tier in ("村", "乡镇", "县级")}
    outside = {tier: FULL[tier] for tier in ("市级", "市外")}
    rows = months("居民", inside) + months("职工", inside) + months("全部", outside)
    fill(folder, rows)
    assert FIGURES["in_county_admission_share"](sums_of(read_tables(folder), Q1)) == pytest.approx(160 / 180)


def test_a_missing_month_leaves_the_figure_out(folder: Path) -> None:
    fill(folder, months("全部", FULL, until=8))
    tables = read_tables(folder)
    listed = {(one.indicator, one.period): one.role for one in own_targets(tables)}
    assert listed["in_county_visit_rate", Q1] == "fit"
    assert listed["in_county_visit_rate", NINE_MONTHS] == "reference"


def test_a_price_that_is_an_input_is_no_target(folder: Path) -> None:
    priced = {one.indicator for one in own_targets(read_tables(folder))}
    assert not priced & {"stay_cost_township", "stay_cost_hospital", "stay_cost_city"}
    (folder / "prices.csv").unlink()
    assert "stay_cost_hospital" in {one.indicator for one in own_targets(read_tables(folder))}


def test_the_files_are_read_as_calibration_reads_them(folder: Path) -> None:
    built = build_county(folder)
    found = own_files(folder)
    assert found is not None
    targets, priors = read_targets(found[1]), read_priors(found[2])
    assert built.scenario.until == targets.until
    assert [one.indicator for one in lacking(targets.targets)] == ["stay_days_residents", "stay_days_city"]
    fitted = [one for one in targets.targets if one.role == "fit"]
    assert len(fitted) == 16 and len(targets.correlations) == 4
    ids = {one.id for one in priors}
    assert "choice.trust" in ids and "observe.festival_claims" in ids
    assert not ids & {"prices.stay.township", "population.away_share.c130321", "observe.critical"}
    assert not any(id_.startswith(("ramp:", "capability.dispatch")) for id_ in ids)  # no lever is in use
    # the sums are of the residents' insurance alone, which is known and so certain
    employees = next(one for one in priors if one.id == "observe.employees")
    assert employees.at(np.array([0.0, 0.5, 0.99])).tolist() == [0, 0, 0]


def test_a_calibration_takes_them(folder: Path) -> None:
    scenario = build_county(folder).file
    found = own_files(folder)
    assert found is not None and found[0] == scenario
    place = load_place(str(scenario), found[1], found[2], 0.05)
    problem = place.problem()
    assert problem.fitted.sum() == 16 and len(problem.targets) == 18
    middle = place.under(np.full(len(place.simulated), 0.5))
    assert middle.counties == ("990101",) and middle.parameters["prices.stay.township"].value == 215000


def test_one_quarter_is_enough_to_fit_and_another_year_is_not(folder: Path) -> None:
    fill(folder, months("居民", FULL, until=3))
    scenario = build_county(folder).file
    found = own_files(folder)
    assert found is not None
    place = load_place(str(scenario), found[1], found[2], 0.05)
    assert {one.period for one in place.targets.targets if one.role == "fit"} == {Q1}
    fill(folder, [row.replace("2024", "2023") for row in months("居民", FULL)])
    built = build_county(folder)
    assert built.scenario.until.year == 2023 and not (built.data / "targets.yaml").exists()
    assert any("none of 2024Q1-Q3 is whole" in one.say("en") for one in built.assumed)


def test_the_observation_step_makes_the_same_figures(folder: Path) -> None:
    """Sums that a county gives, put into the observation step as components, come out as its figures."""
    fill(folder, months("居民", FULL))
    own = [one for one in own_targets(read_tables(folder)) if one.indicator.startswith("in_county")]
    ones = dict.fromkeys(PARAMETERS, 1.0)
    names = needed(own)
    sums = {name: np.zeros(1) for name in names}
    for quarter, count in (("q1", 3), ("q23", 6)):
        give = {
            "stays.county.residents": 80, "stays.city.residents": 15, "stays.beyond.residents": 5,
            "ordinary.village.residents": 300, "ordinary.county.residents": 600,
            "ordinary.outside.residents": 100, "fund.village.residents": 4500,
            "fund.township.residents": 24000, "fund.hospital.residents": 330000,
            "visit_fund.outside.residents": 7000, "stay_fund.city.residents": 110000,
            "stay_fund.beyond.residents": 40000,
        }  # fmt: skip
        sums |= {f"{name}.{quarter}": np.array([count * value]) for name, value in give.items()}
    seen = seen_under(
        ones | {"observe.employees": 0.0, "observe.critical": 0.0, "observe.festival_claims": 0.0}
    )
    got = observe(own, sums, seen)[0]
    assert got == pytest.approx([one.value for one in own])


def test_every_figure_has_a_recipe_and_a_shipped_value() -> None:
    assert [one.indicator for one in figures()] == list(FIGURES)
    shipped = {one.indicator for one in read_targets().targets}
    assert shipped.issuperset(FIGURES)


def test_nothing_to_fit_is_told(folder: Path) -> None:
    assert own_files(folder / "county.csv") is None
    with pytest.raises(UserError, match="county build"):
        own_files(folder)
    fill(folder, [])
    build_county(folder)
    with pytest.raises(UserError, match="fill monthly sums"):
        own_files(folder)


def test_what_numbers_are_worth(tmp_path: Path) -> None:
    pd.DataFrame(
        {
            "kind": ["parameter", "figure", "figure", "figure"],
            "id": [
                "choice.trust", f"own-stay_days_township-{NINE_MONTHS}",
                f"lack-stay_days_city-{NINE_MONTHS}", f"lack-stays_per_100-{NINE_MONTHS}",
            ],
            "worth": [0.5, 0.1, 0.2, 0.3],
            f"in_county_visit_rate {NINE_MONTHS}": [0.6, 0.0, 0.1, 0.4],
            f"in_county_fund_rate {NINE_MONTHS}": [0.4, 0.2, 0.3, 0.0],
        }
    ).to_csv(tmp_path / "information.csv", index=False)  # fmt: skip
    told, asked = worths(tmp_path)
    assert asked == ("in_county_visit_rate", "in_county_fund_rate")
    assert [(one.kind, round(one.share, 3)) for one in told] == [
        ("lack", 0.2), ("lack", 0.2), ("own", 0.1), ("parameter", 0.5),
    ]  # fmt: skip
    told, _ = worths(tmp_path, "in_county_visit_rate")
    assert told[0].label.en.startswith("stays per 100") and told[0].share == pytest.approx(0.4)
    with pytest.raises(UserError, match="did you mean in_county_fund_rate"):
        worths(tmp_path, "in_county_fund")
    with pytest.raises(UserError, match=r"no information\.csv"):
        worths(tmp_path / "none")
