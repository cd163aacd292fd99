"""`countycare diff`: what differs between two scenarios, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from sim.cli.screen import Screen
from sim.cli.words import Words
from sim.cli.wrapping import columns, pad, wrap
from sim.errors import Text

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.difference import Difference

WIDEST = 120
GROUPS = {
    "frame": Text("Place and time", "地点与时间"),
    "levers": Text("Policy levers", "政策杠杆"),
    "numbers": Text("Other numbers", "其他数字"),
    "declared": Text("Numbers of rule books and parameter files", "规则书与参数文件中的数值"),
}
NOTHING = (
    "Nothing that matters to a run differs: with the same seed both give the same results.",
    "对模拟有影响的内容完全相同：相同随机种子下结果一致。",
)
Line = tuple[str, str, str]  # Rich style, text, and what follows it in grey


def register(app: typer.Typer, words: Words) -> None:
    """Add the command."""
    first = words.argument("A", "A scenario: a shipped name or a file.", "方案 A：内置方案名或方案文件。")
    second = words.argument("B", "Another scenario.", "方案 B：另一方案。")
    as_json = words.switch("--json", "Print JSON.", "输出 JSON。")
    title = words("Tell in words what differs between two scenarios.", "用文字说明两个方案有何不同。")

    @app.command("diff", help=title, rich_help_panel=words("Commands", "命令"))
    def diff(ctx: typer.Context, first: str = first, second: str = second, as_json: bool = as_json) -> None:
        screen: Screen = ctx.obj
        from sim.scenario import load_scenario
        from sim.scenario.difference import differences

        a, b = load_scenario(first), load_scenario(second)
        found = differences(a, b)
        if as_json:
            from sim.experiment.output import as_json as text_of

            sides = {
                side: {"name": one.name, "title": one.title.say(screen.language), "hash": one.hash}
                for side, one in (("a", a), ("b", b))
            }
            print(text_of(sides | {"differences": [one.as_dict(screen.language) for one in found]}), end="")
            return
        from rich.text import Text as Styled

        console = screen.console()
        for style, line, grey in _page(screen, a, b, found, min(console.width, WIDEST) - 1):
            console.print(Styled.assemble((line, style), (grey, "dim")), soft_wrap=True)


def _page(screen: Screen, a: Scenario, b: Scenario, found: list[Difference], width: int) -> Iterator[Line]:
    for letter, plan, style in (("A", a, "cyan"), ("B", b, "magenta")):
        name = f"{plan.name} · {plan.title.say(screen.language)}"
        yield from _flow(f"bold {style}", f"{letter}  ", name, width)
    if not found:
        yield "", "", ""
        yield from _flow("", "", screen(*NOTHING), width)
        return
    for group, members in groupby(found, key=lambda one: one.group):
        title = f"── {GROUPS[group].say(screen.language)} "
        yield "", "", ""
        yield "bold cyan", title + "─" * (width - columns(title)), ""
        for member in members:
            yield from _entry(screen, member, width)


def _entry(screen: Screen, one: Difference, width: int) -> Iterator[Line]:
    """Yield one difference: its name, what A and B say, and the numbers of a lever below."""
    language = screen.language
    mark = {(True, False): "− ", (False, True): "+ "}.get((bool(one.a), bool(one.b)), "◆ ")
    path = "" if one.group == "frame" else one.id
    yield from _flow("bold", mark, one.label.say(language), width, path)
    for letter, phrases, style in (("A", one.a, "cyan"), ("B", one.b, "magenta")):
        said = [text.say(language) for text in phrases] or [screen("not in use", "未启用")]
        if one.group != "levers":
            said = [screen("; ", "；").join(said)]
        for at, phrase in enumerate(said):
            yield from _flow(style, f"    {letter if at == 0 else ' '} ", phrase, width)
    changes = [
        " → ".join(" / ".join(text.say(language) for text in side) for side in (detail.a, detail.b))
        for detail in one.details
    ]
    room = max((columns(change) for change in changes), default=0)
    for detail, change in zip(one.details, changes, strict=True):
        yield from _flow("", f"      {pad(change, room)}  ", detail.label.say(language), width, detail.id)


def _flow(style: str, lead: str, text: str, width: int, path: str = "") -> Iterator[Line]:
    """Yield a paragraph whose further lines hang under the first, and the path behind it in grey."""
    lines = wrap(text, width - columns(lead))
    for at, line in enumerate(lines):
        full = (lead if at == 0 else " " * columns(lead)) + line
        last = at == len(lines) - 1
        if last and path and columns(f"{full}  {path}") > width:
            yield style, full, ""
            yield "", " " * columns(lead), path
        else:
            yield style, full, f"  {path}" if last and path else ""
