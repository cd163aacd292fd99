"""`countycare bench`: what a county's year costs here as ratios, and what large experiments cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.cli import values
from sim.cli.screen import Screen
from sim.cli.words import Words

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiment.bench import Row

PARTS = ("cost", "scale")


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    sizes = words.option(
        "--sizes",
        "N,N",
        "Residents, several with commas.",
        "人口规模，可用逗号分隔。",
        "50000,500000,2000000",
    )
    part = words.option(
        "--part", ",".join(PARTS),
        "What to measure: a year's cost as ratios; a prefecture, many runs at once and a province.",
        "测量内容：一年成本的倍数；全市、并行与全省规模。", PARTS[0],
    )  # fmt: skip
    repeats = words.option(
        "--repeats", "N", "Runs per size, of which the best counts.", "每个规模运行次数，取最好。", "1"
    )
    workers = words.option(
        "--workers", "N", "Processes at a time, held against one (scale).",
        "并行进程数，与单进程对比（scale）。", "2",
    )  # fmt: skip
    sample = words.option(
        "--sample", "SHARE", "Share of the people, to try it out (scale).", "试用时的人口比例（scale）。", "1"
    )
    mirror = words.switch(
        "--mirror",
        "Also run the plain-Mesa mirror, which takes minutes (from a checkout of the source).",
        "同时运行纯 Mesa 镜像，需数分钟（须在源代码目录中）。",
    )
    out = words.option("--out", "DIR", "Folder for the tables as files.", "以文件保存各表的文件夹。")
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words(
        "Measure time and memory on this machine, as ratios to a fixed yardstick.",
        "在本机测量用时与内存，以固定参照核的倍数表示。",
    )

    @app.command("bench", help=title, rich_help_panel=words("Commands", "命令"))
    def bench(
        ctx: typer.Context,
        sizes: str = sizes,
        part: str = part,
        repeats: str = repeats,
        workers: str = workers,
        sample: str = sample,
        mirror: bool = mirror,
        out: str | None = out,
        as_json: bool = as_json,
    ) -> None:
        residents = [values.whole(size, "--sizes", 1000, 10_000_000) for size in sizes.split(",")]
        times = values.whole(repeats, "--repeats", 1, 100)
        chosen = [values.one_of(one, "--part", PARTS) for one in part.split(",")]
        many = values.whole(workers, "--workers", 2, 256)
        share = values.share(sample, "--sample")
        _bench(ctx.obj, residents, times, chosen, many, share, mirror, Path(out) if out else None, as_json)


def _bench(
    screen: Screen,
    residents: list[int],
    times: int,
    chosen: list[str],
    workers: int,
    sample: float,
    mirror: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    from contextlib import nullcontext

    from sim.experiment.output import OutputFolder

    folder = OutputFolder(out) if out else None
    told: dict[str, Any] = {}
    files: dict[str, Any] = {}
    tables: list[Table] = []
    with folder or nullcontext():
        if "cost" in chosen:
            _cost(screen, residents, times, mirror, told, files, tables)
        if "scale" in chosen:
            _scale(screen, residents, times, workers, sample, told, files, tables)
        if folder:
            _write(folder, told, files)
    if as_json:
        from sim.experiment.output import as_json as text_of

        print(text_of(told), end="")
        return
    for table in tables:
        screen.table(table)
    if "cost" in chosen and not told["growth"]:
        screen.line(
            screen(
                "Give two sizes to see growth and bytes per resident.",
                "给出两个规模可得增长指数与每人字节数。",
            )
        )


def _rows(screen: Screen, contenders: Any, residents: list[int], times: int) -> list[Row]:
    from sim.experiment.bench import bench as measure

    rows = []
    for row in measure(contenders, residents, times):
        rows.append(row)
        screen.note(f"{row.residents:,} {row.contender.say(screen.language)}: {row.cpu_seconds:.2f} s")
    return rows


def _cost(
    screen: Screen,
    residents: list[int],
    times: int,
    mirror: bool,
    told: dict[str, Any],
    files: dict[str, Any],
    tables: list[Table],
) -> None:
    """Measure a year's cost at each size, and where the time of a day goes."""
    from dataclasses import asdict

    from sim.experiment.bench import PER, growth
    from sim.experiment.bench_tables import cost_table, growth_table
    from sim.experiment.contenders import contenders
    from sim.experiment.steps import step_table, time_by_step

    rows = _rows(screen, contenders(mirror=mirror), residents, times)
    growths = growth(rows)
    typical = min(max(residents), PER)
    steps = time_by_step(typical)
    parts = {
        "costs": [asdict(row) for row in rows],
        "growth": [asdict(one) for one in growths],
        "steps": [asdict(one) for one in steps],
    }
    told.update(parts)
    files.update(parts)
    tables.append(cost_table(rows, screen.language))
    if growths:
        tables.append(growth_table(growths, screen.language))
    tables.append(step_table(steps, typical, screen.language))


def _scale(
    screen: Screen,
    residents: list[int],
    times: int,
    workers: int,
    sample: float,
    told: dict[str, Any],
    files: dict[str, Any],
    tables: list[Table],
) -> None:
    """Measure a prefecture, runs side by side and samples; work out a province."""
    from dataclasses import asdict

    from sim.errors import UserError
    from sim.experiment.contenders import model_alone
    from sim.experiment.scale import measure
    from sim.experiment.scale_tables import DOING, frames, scale_tables

    if len(set(residents)) < 2:
        raise UserError("give two sizes or more to measure growth", "请给出两个以上规模以测量增长", "--sizes")
    rows = _rows(screen, [model_alone()], residents, times)
    found = measure(
        rows, sample, (1, workers), note=lambda what: screen.note(DOING[what].say(screen.language) + " …")
    )
    told["scale"] = asdict(found)
    files.update({name: frame.to_dict("records") for name, frame in frames(found).items()})
    tables.extend(scale_tables(found, screen.language))


def _write(folder: Any, told: dict[str, Any], files: dict[str, Any]) -> None:
    """Write each table, and everything together as the manifest."""
    import pandas as pd

    from sim.experiment.output import MANIFEST, as_json

    for name, rows in files.items():
        frame = pd.DataFrame(rows)
        folder.write(f"{name}.csv", lambda path, frame=frame: frame.to_csv(path, index=False))
    text = as_json({**told, "files": dict(folder.files)})
    folder.write(MANIFEST, lambda path: path.write_text(text, encoding="utf-8"))
