"""Results of a batch as tables: tidy, one row a value; or wide, one row a run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sim.errors import UserError
from sim.experiment.batch.folder import is_batch
from sim.experiment.batch.outcome import Key
from sim.experiment.batch.store import DONE, Store
from sim.indicators.registry import HEADLINE

IDENTITY = ("point", "replicate", "scenario", "seed", "draw", "sample")


def load_runs(folder: str | Path) -> pd.DataFrame:
    """One row per point and replicate of a batch, finished or not.

    Returns
    -------
    pd.DataFrame
        point, replicate, run (fingerprint), scenario, seed, draw, sample, status (``done``, ``failed``,
        ``invalid`` or ``missing``), error, seconds, then one column a factor.

    Raises
    ------
    UserError
        When the folder holds no batch.
    """
    with _open(folder) as store:
        return store.runs()


def load_results(folder: str | Path) -> pd.DataFrame:
    """Values of every finished run of a batch, one row each.

    Returns
    -------
    pd.DataFrame
        `IDENTITY`, one column a factor, then indicator, basis, group (empty: everybody), scope (empty: the
        whole area), period (empty: the longest of the last year) and value.

    Raises
    ------
    UserError
        When the folder holds no batch.
    """
    with _open(folder) as store:
        runs, values = store.runs(), store.values()
    runs = runs[runs["status"] == DONE].drop(columns=["status", "error", "seconds"])
    runs = runs.astype({"seed": "int64", "draw": "int64"})  # runs that are missing have none
    table = runs.merge(values, on="run", how="inner").drop(columns="run")
    return table.sort_values(["point", "replicate"], kind="stable", ignore_index=True)


def headline(table: pd.DataFrame, basis: str = "happened") -> pd.DataFrame:
    """Headline indicators as columns, one row per point and replicate of `load_results`."""
    chosen = table[
        (table["basis"] == basis)
        & table["indicator"].isin(HEADLINE)
        & (table[["group", "scope", "period"]] == "").all(axis=1)
    ]
    index = [name for name in chosen.columns if name not in (*Key._fields, "value")]
    wide = chosen.pivot(index=index, columns="indicator", values="value")
    return wide.reindex(columns=[name for name in HEADLINE if name in wide.columns]).reset_index()


def point_means(wide: pd.DataFrame) -> pd.DataFrame:
    """Mean of `headline` over the replicates of each point: the factors, ``replicates``, then the means."""
    factors = [name for name in wide.columns if name not in (*IDENTITY, *HEADLINE)]
    found = wide.groupby("point", sort=True).agg(
        {**dict.fromkeys(factors, "first"), "replicate": "count"}
        | {name: "mean" for name in HEADLINE if name in wide.columns}
    )
    return found.rename(columns={"replicate": "replicates"}).reset_index(drop=True)


def export(folder: str | Path, kind: str) -> Path:
    """Write the results of a batch beside its store, whole or not at all.

    Parameters
    ----------
    folder : str or Path
    kind : str
        ``parquet``, ``csv`` or ``xlsx``; a spreadsheet holds headline values by run, and the list of runs.

    Returns
    -------
    Path
        The file.
    """
    table, target = load_results(folder), Path(folder) / f"results.{kind}"
    part = target.with_name(f"results.part.{kind}")
    if kind == "parquet":
        table.to_parquet(part, index=False)
    elif kind == "csv":
        table.to_csv(part, index=False, lineterminator="\n", encoding="utf-8-sig")
    else:
        with pd.ExcelWriter(part) as book:
            headline(table).to_excel(book, sheet_name="headline", index=False)
            load_runs(folder).to_excel(book, sheet_name="runs", index=False)
    part.replace(target)
    return target


def _open(folder: str | Path) -> Store:
    path = Path(folder)
    if not is_batch(path):
        raise UserError(
            "holds no results of a batch; give the folder of a sweep, comparison or ablation",
            "没有批量运行的结果；请给出 sweep、compare 或 ablate 的结果文件夹",
            str(path),
        )
    return Store(path)
