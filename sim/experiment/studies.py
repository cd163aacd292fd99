"""Slow studies of the program itself, whose results are committed and checked by tests.

``python -m sim.experiment.studies sample`` measures what a sample of people costs in accuracy;
``python -m sim.experiment.studies placement REAL`` what estimated places cost, given a folder of real ones
made by ``countycare geography import``. Both write a table to `scenarios/data/`. ``python -m
sim.experiment.studies ablation TABLE`` puts the levers of an `ablation.csv` into the stored table of Lulong,
in the place of what it had of them; without a table it names the levers that are missing. ``systems [NAME
…]`` runs the five systems with and without their policies (named ones take the place of their rows),
``membership`` the six units with several drawn memberships.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.declare import parameter_folder
from sim.experiment.run import run_scenario
from sim.experiment.systems import membership_effect, share_of, systems, systems_table
from sim.policy.catalogue import load_levers
from sim.scenario import Scenario, load_scenario

SAMPLES = (0.05, 0.1, 0.2, 0.5)
SEEDS = (1, 2, 3, 4)
MEMBERSHIP_SAMPLE = 0.02
SYSTEM_SEEDS = (1, 2, 3)
INDICATORS = (
    "in_county_visit_rate", "in_county_admission_share", "in_county_fund_rate", "primary_fund_share",
    "primary_visit_share", "visits_per_resident", "stays_per_100_insured", "fund_per_insured",
    "out_of_pocket_share", "forgone_share", "refused_per_1000_visits", "wait_minutes", "bed_occupancy",
    "travel_minutes", "deaths_per_1000",
)  # fmt: skip


def data_folder() -> Path:
    """Folder of the tables that ship."""
    return parameter_folder().parent / "data"


def year_values(scenario: Scenario, seed: int, sample: float = 1.0) -> Mapping[str, float]:
    """Indicators of the whole run for its year, as they happened."""
    table = run_scenario(scenario, seed=seed, sample=sample).indicators
    year = str(scenario.until.year)
    rows = table[(table["scope"] == "all") & (table["basis"] == "happened") & (table["period"] == year)]
    values = dict(zip(rows["indicator"], rows["value"], strict=True))
    return {name: float(values[name]) for name in INDICATORS}


def sample_error(scenario: Scenario) -> pd.DataFrame:
    """Difference of samples from the full run with the same seed.

    Returns
    -------
    pd.DataFrame
        ``indicator, sample, full, bias, spread``: mean of the full runs, mean difference of the samples and
        its standard deviation over the seeds; the row of sample 1 holds the spread of the full runs
        themselves.
    """
    full = pd.DataFrame([year_values(scenario, seed) for seed in SEEDS])
    rows = [
        {"indicator": name, "sample": 1.0, "full": full[name].mean(), "bias": 0.0, "spread": full[name].std()}
        for name in INDICATORS
    ]
    for sample in SAMPLES:
        part = pd.DataFrame([year_values(scenario, seed, sample) for seed in SEEDS]) - full
        rows += [
            {"indicator": name, "sample": sample, "full": full[name].mean(), "bias": part[name].mean(),
             "spread": part[name].std()}
            for name in INDICATORS
        ]  # fmt: skip
    return pd.DataFrame(rows).sort_values(["indicator", "sample"], ignore_index=True)


def placement_effect(scenario: Scenario, real: Path, sample: float = 0.2) -> pd.DataFrame:
    """What estimated places do to the indicators, against the same county with observed ones.

    Returns
    -------
    pd.DataFrame
        ``indicator, estimated, real, difference, spread``: means over the seeds, and the standard deviation
        of the paired difference.
    """
    from dataclasses import replace

    observed = replace(scenario, geography=real)
    drawn = pd.DataFrame([year_values(scenario, seed, sample) for seed in SEEDS])
    given = pd.DataFrame([year_values(observed, seed, sample) for seed in SEEDS])
    return pd.DataFrame(
        {
            "indicator": INDICATORS,
            "estimated": drawn.mean().to_numpy(),
            "real": given.mean().to_numpy(),
            "difference": (drawn - given).mean().to_numpy(),
            "spread": (drawn - given).std().to_numpy(),
        }
    )


def merge_ablation(new: Path | None) -> list[str]:
    """Put the levers of a table into the stored one, in catalogue order.

    Returns
    -------
    list of str
        Levers of the catalogue that the stored table then lacks.
    """
    stored = data_folder() / "ablation_lulong.csv"
    table = pd.read_csv(stored, dtype=str, keep_default_na=False)
    order = {id_: at for at, id_ in enumerate(load_levers())}
    if new:
        more = pd.read_csv(new, dtype=str, keep_default_na=False)
        table = pd.concat([table[~table["lever"].isin(set(more["lever"]))], more], ignore_index=True)
        table = table[table["lever"].isin(list(order))]
        table = table.sort_values("lever", key=lambda ids: ids.map(order), kind="stable")
        table.to_csv(stored, index=False, lineterminator="\n")
    return [id_ for id_ in order if id_ not in set(table["lever"])]


def merge_systems(names: list[str]) -> pd.DataFrame:
    """Run some systems and put their rows into the stored table, in the place of what it had of them."""
    stored = data_folder() / "systems.csv"
    parts = [systems_table([name], SYSTEM_SEEDS, share_of(load_scenario(name))) for name in names]
    new = pd.concat(parts, ignore_index=True)
    if stored.is_file():
        kept = pd.read_csv(stored, dtype=object, keep_default_na=False)
        new = pd.concat([kept[~kept["scenario"].isin(names) & kept["scenario"].isin(systems())], new])
    return new.sort_values("scenario", kind="stable", ignore_index=True)


def main(words: list[str]) -> int:
    """Run the study named first and write its table."""
    if words[:1] == ["ablation"] and len(words) <= 2:
        missing = merge_ablation(Path(words[1]) if len(words) == 2 else None)
        print(",".join(missing) or "complete")
        return 0
    if words[:1] == ["systems"] and set(words[1:]) <= set(systems()):
        name, table = "systems.csv", merge_systems(words[1:] or systems())
    elif words == ["membership"]:
        table = membership_effect(load_scenario("qinhuangdao-2024"), SEEDS, MEMBERSHIP_SAMPLE)
        name = "membership_effect.csv"
    elif words[:1] == ["sample"]:
        name, table = "sample_error.csv", sample_error(load_scenario("lulong-2024"))
    elif words[:1] == ["placement"] and len(words) == 2:
        name, table = (
            "placement_effect.csv",
            placement_effect(load_scenario("qinhuangdao-2024"), Path(words[1])),
        )
    else:
        print(__doc__)
        return 2
    table.round(6).to_csv(data_folder() / name, index=False, lineterminator="\n")
    print(table.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
