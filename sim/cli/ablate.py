"""`countycare ablate`: every lever switched on alone, and off alone, with the same random histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli import values
from sim.cli.batch import (
    do_runs,
    engine_of,
    results_folder,
    share_of_people,
    told_when_interrupted,
    where_to_run,
)
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    from sim.experiment.batch.engine import Engine


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenario = words.argument(
        "SCENARIO", "Name of a shipped scenario, or a scenario file.", "内置方案名或方案文件。"
    )
    out, sample = results_folder(words), share_of_people(words)
    seeds = words.option("--seeds", "N", "Random histories of each pair.", "每对比较用几个随机种子。", "5")
    levers = words.option(
        "--levers", "ID,ID", "Only these levers; all otherwise.", "只比较这些杠杆；默认全部。"
    )
    workers, scheduler = where_to_run(words)
    title = words(
        "Switch each policy lever on alone and off alone, and compare with what is claimed.",
        "逐项单独启用、单独停用政策杠杆，并与文件主张对照。",
    )

    @app.command("ablate", help=title, rich_help_panel=words("Commands", "命令"))
    def ablate(
        ctx: typer.Context,
        scenario: str = scenario,
        out: str = out,
        sample: str = sample,
        seeds: str = seeds,
        levers: str | None = levers,
        workers: str = workers,
        scheduler: str | None = scheduler,
    ) -> None:
        _ablate(
            ctx.obj,
            scenario,
            Path(out),
            values.share(sample, "--sample"),
            values.whole(seeds, "--seeds", 1, 1000),
            [] if levers is None else [one.strip() for one in levers.split(",")],
            engine_of(workers, scheduler),
        )


def _ablate(
    screen: Screen, name: str, out: Path, sample: float, seeds: int, ids: list[str], engine: Engine
) -> None:
    from sim.cli.ablation import show
    from sim.experiment.ablation import compare
    from sim.experiment.ablation.plan import identity, plan
    from sim.experiment.batch.folder import BatchFolder
    from sim.experiment.batch.job import replicates
    from sim.experiment.batch.runner import outcomes
    from sim.scenario import load_scenario

    scenario = load_scenario(name)
    pairs = plan(scenario, ids)
    compare.check_claims(pairs)
    different = {one.hash: one for pair in pairs for one in (pair.without, pair.having) if one}
    jobs = {hash_: replicates(one, seeds, sample, drawn=False) for hash_, one in different.items()}
    in_turn = [job for one in zip(*jobs.values(), strict=True) for job in one]  # seed by seed
    with told_when_interrupted(out), BatchFolder(out, identity(scenario, sample)) as folder:
        folder.store.plan(({"scenario": hash_}, jobs[hash_], None) for hash_ in jobs)
        do_runs(screen, folder, in_turn, engine)
        table = compare.table(pairs, {hash_: outcomes(folder.store, jobs[hash_]) for hash_ in jobs})
        folder.write_table("ablation.csv", table)
        folder.finish(
            {
                "scenario": scenario.name, "title": {"en": scenario.title.en, "zh": scenario.title.zh},
                "seeds": list(range(1, seeds + 1)), "levers": sorted({pair.lever.id for pair in pairs}),
                "start": scenario.start, "until": scenario.until, "runs": len(in_turn),
            },
        )  # fmt: skip
    show(screen, table, scenario, seeds, sample, out)
