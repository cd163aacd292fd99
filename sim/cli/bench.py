"""`countycare bench`: what a county's year costs here, as ratios."""

from __future__ import annotations

import typer

from sim.cli import values
from sim.cli.screen import Screen
from sim.cli.words import Words


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    sizes = words.option(
        "--sizes",
        "N,N",
        "Residents, several with commas.",
        "人口规模，可用逗号分隔。",
        "50000,500000,2000000",
    )
    repeats = words.option(
        "--repeats", "N", "Runs per size, of which the best counts.", "每个规模运行次数，取最好。", "1"
    )
    mirror = words.switch(
        "--mirror",
        "Also run the plain-Mesa mirror, which takes minutes (from a checkout of the source).",
        "同时运行纯 Mesa 镜像，需数分钟（须在源代码目录中）。",
    )
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words(
        "Measure time and memory on this machine, as ratios to a fixed yardstick.",
        "在本机测量用时与内存，以固定参照核的倍数表示。",
    )

    @app.command("bench", help=title, rich_help_panel=words("Commands", "命令"))
    def bench(
        ctx: typer.Context,
        sizes: str = sizes,
        repeats: str = repeats,
        mirror: bool = mirror,
        as_json: bool = as_json,
    ) -> None:
        screen: Screen = ctx.obj
        residents = [values.whole(size, "--sizes", 1000, 10_000_000) for size in sizes.split(",")]
        times = values.whole(repeats, "--repeats", 1, 100)
        from dataclasses import asdict

        from sim.experiment.bench import PER, growth
        from sim.experiment.bench import bench as measure
        from sim.experiment.bench_tables import cost_table, growth_table
        from sim.experiment.contenders import contenders
        from sim.experiment.steps import step_table, time_by_step

        rows = []
        for row in measure(contenders(mirror=mirror), residents, times):
            rows.append(row)
            screen.note(f"{row.residents:,} {row.contender.say(screen.language)}: {row.cpu_seconds:.2f} s")
        growths = growth(rows)
        typical = min(max(residents), PER)
        steps = time_by_step(typical)
        if as_json:
            from sim.experiment.output import as_json as text_of

            parts = {
                "costs": [asdict(row) for row in rows],
                "growth": [asdict(one) for one in growths],
                "steps": [asdict(one) for one in steps],
            }
            print(text_of(parts), end="")
            return
        screen.table(cost_table(rows, screen.language))
        if growths:
            screen.table(growth_table(growths, screen.language))
        else:
            screen.line(
                screen(
                    "Give two sizes to see growth and bytes per resident.",
                    "给出两个规模可得增长指数与每人字节数。",
                )
            )
        screen.table(step_table(steps, typical, screen.language))
