"""`countycare twin`: one person under two policies, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from sim.cli import person, values
from sim.cli.request import KERNELS, how_to_run
from sim.cli.screen import Screen, Steps
from sim.cli.words import Words

if TYPE_CHECKING:
    from sim.scenario import Scenario


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    first = words.argument("A", "A scenario: a shipped name or a file.", "方案 A：内置方案名或方案文件。")
    second = words.argument("B", "Another of the same county.", "方案 B：同一县的另一方案。")
    resident, pick = person.options(words)
    seed = words.option(
        "--seed", "N", "Which random history, the same for both.", "随机种子，两方案相同。", "1"
    )
    since = words.option("--from", "DATE", "First counted day of both.", "两方案的起始日。")
    until = words.option("--until", "DATE", "Last simulated day of both.", "两方案的最后一个模拟日。")
    sample, draw, kernel = how_to_run(words)
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words(
        "Tell the same person's days under two policies side by side, and when and why they part.",
        "并排讲述同一个人在两种政策下的经历：何时、为何分岔。",
    )

    @app.command("twin", help=title, rich_help_panel=words("Commands", "命令"))
    def twin(
        ctx: typer.Context,
        first: str = first,
        second: str = second,
        resident: str | None = resident,
        pick: str | None = pick,
        seed: str = seed,
        since: str | None = since,
        until: str | None = until,
        sample: str = sample,
        draw: str = draw,
        kernel: str = kernel,
        as_json: bool = as_json,
    ) -> None:
        screen: Screen = ctx.obj
        who = person.read(resident, pick)
        share = values.share(sample, "--sample")
        chosen = values.one_of(kernel, "--kernel", KERNELS)
        history, drawn = values.whole(seed, "--seed"), values.whole(draw, "--draw")
        one, two = (_dated(name, since, until) for name in (first, second))
        with Steps(screen) as steps:
            from sim.experiment.twin import twin_resident

            lives = twin_resident(
                one,
                two,
                resident=who,
                seed=history,
                sample=share,
                draw=drawn,
                kernel=chosen,
                progress=steps,
            )
        if as_json:
            from sim.experiment.output import as_json as text_of

            print(text_of(lives.as_dict()), end="")
            return
        from rich.text import Text

        from sim.cli.sides import lay_out
        from sim.experiment.facing import Page

        console = screen.console()
        for style, line in lay_out(Page(lives, screen.language).blocks(), console.width):
            console.print(Text(line, style), soft_wrap=True)


def _dated(name: str, since: str | None, until: str | None) -> Scenario:
    """Load a scenario and give it other days."""
    from sim.scenario import load_scenario

    return load_scenario(name).with_dates(
        start=values.day(since, "--from") if since else None,
        until=values.day(until, "--until") if until else None,
    )
