"""`countycare trace`: one person's year as a story."""

from __future__ import annotations

import typer

from sim.cli import person
from sim.cli.request import how_to_run, read
from sim.cli.screen import Screen, Steps
from sim.cli.words import Words


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    scenario = words.argument(
        "SCENARIO", "Name of a shipped scenario, or a scenario file.", "内置方案名或方案文件。"
    )
    resident, pick = person.options(words)
    seed = words.option(
        "--seed", "N", "Which random history of the county.", "随机种子：县里的哪一种偶然。", "1"
    )
    until = words.option("--until", "DATE", "Last simulated day.", "最后一个模拟日。")
    sample, draw, kernel = how_to_run(words)
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words(
        "Tell one person's year: each need, the options weighed, what was chosen, what it took and who paid.",
        "讲述一个人的一年：每次患病、各选项的权衡、选了哪里、花了多久、谁付了钱。",
    )

    @app.command("trace", help=title, rich_help_panel=words("Commands", "命令"))
    def trace(
        ctx: typer.Context,
        scenario: str = scenario,
        resident: str | None = resident,
        pick: str | None = pick,
        seed: str = seed,
        until: str | None = until,
        sample: str = sample,
        draw: str = draw,
        kernel: str = kernel,
        as_json: bool = as_json,
    ) -> None:
        screen: Screen = ctx.obj
        who = person.read(resident, pick)
        request = read(scenario, seed, sample, draw, kernel, until)
        with Steps(screen) as steps:
            from sim.experiment.trace import trace_resident

            story = trace_resident(
                request.scenario,
                resident=who,
                seed=request.seed,
                sample=request.sample,
                draw=request.draw,
                kernel=request.kernel,
                progress=steps,
            )
        if as_json:
            from sim.experiment.output import as_json as text_of

            print(text_of(story.as_dict()), end="")
            return
        for line in story.lines(screen.language):
            screen.line(line)
