"""Parts of the game that who leads and the teams both see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import solara

from sim.errors import Text
from sim.experiment.comparison import words
from sim.experiment.game.board import Cell, Row, board
from sim.experiment.game.game import ASPECTS, Future, Game
from sim.ui.charts.common import VERDICT_SIGNS
from sim.ui.language import language, say
from sim.ui.pages.workshop.frame import Paragraphs
from sim.ui.workshop.game import board_of_round
from sim.ui.workshop.keep import Values
from sim.ui.workshop.records import Room
from sim.ui.workshop.rooms import rooms

SCORE = Text("Score", "指标")
IDLE = Text("Nobody acts", "无人行动")
BOARD = Text("Results at the end of {year}", "{year}年底结果")
HOW = Text(
    "Below each value: difference from the county in which nobody acts, under the same residents and "
    "surprises. ✓ better, ✗ worse, ○ cannot be told apart from chance. ★ clearly better, and no "
    "other team clearly better still. There is no total on purpose.",
    "数值下方为与“无人行动”（同样的居民、同样的意外）的差。✓ 更好，✗ 更差，○ 与偶然波动无法区分；"
    "★ 明显更好，且没有别的队明显优于它。有意不设总分。",
)
HAPPENED = Text("What happened in {year}", "{year}年发生的事")
CALM = Text("A quiet year: nothing out of the ordinary.", "平稳的一年，没有意外。")
LEVER = Text("Lever taken away", "去掉的措施")


@solara.component
def GameBrief(game: Game) -> None:
    """Show the rules."""
    with solara.v.Html(tag="section", class_="cc-card"):
        Paragraphs(say(game.brief))


@solara.component
def Happened(future: Future | None, year: int) -> None:
    """Show what came in a year."""
    with solara.v.Html(tag="section", class_="cc-card", style_="border-left: 5px solid #E69F00"):
        solara.v.Html(tag="h2", children=[say(HAPPENED).format(year=year)])
        if future is None:
            solara.v.Html(tag="p", children=[say(CALM)])
        else:
            solara.v.Html(tag="p", children=[f"{say(future.title)} – {say(future.told)}"])
            solara.v.Html(tag="p", class_="cc-muted cc-small", children=[say(future.source)])


@solara.component
def Results(game: Game, room: Room, round_: int) -> None:
    """Show what came, and the board."""
    rows = board_of_round(rooms(), game, room.code, round_)
    if rows is None:
        return
    year = game.year(round_)
    Happened(game.fate(room.seed)[round_ - 1], year)
    with solara.v.Html(tag="section", class_="cc-card"):
        text = board_html(rows, say(BOARD).format(year=year), say(SCORE), language(), idle=say(IDLE))
        solara.HTML(tag="div", unsafe_innerHTML=text, classes=["cc-scroll"])
        solara.v.Html(tag="p", class_="cc-muted cc-small", style_="margin-top: 8px", children=[say(HOW)])


def board_html(rows: Sequence[Row], caption: str, first: str, language: str, idle: str = "") -> str:
    """Return the board as a table: a row a measure, a column a team; every word is escaped."""
    teams = list(rows[0].cells)
    columns = [first, *([idle] if idle else []), *teams]
    head = "".join(
        f'<th scope="col"{"" if k == 0 else _NUMBER}>{escape(one)}</th>' for k, one in enumerate(columns)
    )
    body = []
    for row in rows:
        cells = [f'<th scope="row"{_ROW}>{escape(name_of(row, language))}</th>']
        if idle:
            cells.append(f"<td{_NUMBER}>{words.value(row.idle, row.unit)}</td>")
        cells += [f"<td{_NUMBER}>{_cell(row.cells[team], row.unit, bool(idle))}</td>" for team in teams]
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<table class="cc-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


_NUMBER = ' class="cc-number"'
_ROW = ' style="color: var(--ink); font-weight: 400; border-bottom: 1px solid #e8ecee; vertical-align: top"'
_COLOURS = {"better": "var(--good)", "worse": "var(--bad)"}


def name_of(row: Row, language: str) -> str:
    """Return aspect, name, group and unit of a measure."""
    key = row.measure.key
    unit = words.unit_of(row.unit).say(language)
    poorest = Text(", poorest fifth", "（最低收入组）").say(language) if key.group == "income_1" else ""
    label = words.labels()[key.indicator].say(language)
    known = "" if unit in label else f" ({unit})"
    return f"{ASPECTS[row.measure.aspect].say(language)} · {label}{poorest}{known}"


def _cell(cell: Cell, unit: str, full: bool) -> str:
    """Value with its star, and under it the difference with its sign and colour."""
    colour = _COLOURS.get(cell.verdict, "var(--muted)")
    moved = (
        f'<small style="color: {colour}">{VERDICT_SIGNS.get(cell.verdict, "")} '
        f"{words.change(cell.against.value, unit)}</small>"
    )
    star = "★ " if cell.best else ""
    return f"{star}{words.value(cell.value, unit)}<br>{moved}" if full else moved


def levers_html(
    game: Game, told: Mapping[str, Sequence[Values]], labels: Mapping[str, Text], caption: str, language: str
) -> str:
    """Return what each lever of a team did, a column a lever: the difference that it makes."""
    by_lever: dict[str, Sequence[Row]] = {}
    for name, runs in told.items():
        if name.startswith("with "):
            lever = name.removeprefix("with ")
            label = labels[lever].say(language)
            by_lever[label] = board(game, told[f"without {lever}"], {label: runs})
    if not by_lever:
        return ""
    rows = [
        Row(same[0].measure, same[0].unit, same[0].better, same[0].idle, {
            label: found.cells[label] for label, found in zip(by_lever, same, strict=True)
        })
        for same in zip(*by_lever.values(), strict=True)
    ]  # fmt: skip
    return board_html(rows, caption, LEVER.say(language), language)
