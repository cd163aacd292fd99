"""The stored table of Lulong, and a county of 20,000 people with every lever."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sim.experiment.ablation.compare import COLUMNS, HARM, table
from sim.experiment.ablation.plan import MODES, plan
from sim.experiment.batch.job import Job
from sim.experiment.batch.outcome import execute
from sim.experiment.batch.version import code_version
from sim.experiment.studies import data_folder, merge_ablation
from sim.policy.catalogue import load_levers
from tests.experiment.ablation import small

TWENTY_THOUSAND = 0.15
"""Share of Beidaihe's people that is about 20,000."""


def test_the_stored_table_has_every_lever_of_the_catalogue() -> None:
    with (data_folder() / "ablation_lulong.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert tuple(reader.fieldnames or ()) == COLUMNS
    measured = {row["lever"] for row in rows}
    missing = set(load_levers()) - measured
    assert measured <= set(load_levers())
    assert not missing, (
        f"countycare ablate lulong-2024 --sample 0.1 --seeds 6 --levers {','.join(sorted(missing))} --out D "
        "and python -m sim.experiment.studies ablation D/ablation.csv"
    )
    harm = Counter(
        row["lever"] for row in rows if row["about"] in ("harm", "claim") and row["mode"] == MODES[0]
    )
    assert all(harm[id_] >= len(HARM) for id_ in measured)
    assert {row["verdict"] for row in rows if row["claimed"]} <= {"agrees", "disagrees", "unclear"}
    assert all(int(row["seeds"]) >= 5 for row in rows if row["claimed"] and row["basis"] == "happened")


def test_levers_of_another_table_take_the_place_of_the_stored_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiment.studies.data_folder", lambda: tmp_path)
    first, *_, last = load_levers()
    stored = tmp_path / "ablation_lulong.csv"
    stored.write_text(f"lever,difference\n{last},1\nno.lever,2\n", encoding="utf-8")
    (tmp_path / "new.csv").write_text(f"lever,difference\n{last},3\n{first},\n", encoding="utf-8")
    assert merge_ablation(tmp_path / "new.csv") == list(load_levers())[1:-1]
    assert stored.read_text(encoding="utf-8") == f"lever,difference\n{first},\n{last},3\n"


@pytest.mark.slow
def test_every_lever_on_a_county_of_twenty_thousand_people() -> None:
    """Six weeks are enough for every lever to run at this size and for most to move something."""
    pairs = plan(small.package().with_dates(until=date(2024, 1, 31)))
    runs = {}
    for scenario in [one for pair in pairs for one in (pair.without, pair.having) if one]:
        if scenario.hash not in runs:
            runs[scenario.hash] = [execute(Job(scenario, 1, TWENTY_THOUSAND), code_version())]
    found = table(pairs, runs)
    assert set(found["lever"]) == set(load_levers())
    applies = found[found["verdict"] != "not_applicable"]
    for _, rows in applies.groupby(["lever", "mode"]):
        assert len(rows) > len(HARM)
    moved = applies[(applies["difference"].fillna(0) != 0) & (applies["mode"] == MODES[0])]["lever"]
    assert len(set(moved)) > len(load_levers()) / 2
