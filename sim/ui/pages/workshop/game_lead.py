"""The game for who leads it, on the projector."""

from __future__ import annotations

from functools import partial

import solara

from sim.errors import Text
from sim.experiment.game.game import Game
from sim.experiment.game.read import shipped_game
from sim.ui.language import language, say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.frame import Head, JoinBox, Progress
from sim.ui.pages.workshop.game_parts import GameBrief, Happened, Results, levers_html
from sim.ui.pages.workshop.game_twin import Twin
from sim.ui.pages.workshop.seat import Seen, trying
from sim.ui.widgets.explain import Notice
from sim.ui.workshop.game import begin_round, held, teams_of
from sim.ui.workshop.keep import unpacked
from sim.ui.workshop.records import Room
from sim.ui.workshop.rooms import rooms
from sim.ui.workshop.runs import start, under_way

YEAR = Text("year {n} of {all}: {year}", "第 {n} / {all} 年：{year}")
BEGIN = Text("Begin {year}", "开始{year}年")
PLAY = Text("Close decisions and play {year}", "停止决策，模拟{year}年")
AGAIN = Text("Play {year} again", "重新模拟{year}年")
OVER = Text("On to the debrief", "进入复盘")
TEAMS = Text("Teams", "各队")
SETTLED, OPEN = Text("decided", "已确定"), Text("deciding", "决策中")
NO_TEAM = Text("no team has joined yet", "还没有队伍加入")
WHAT = Text("What did the levers of {team} do?", "{team}的每项措施起了什么作用？")
WHAT_CAPTION = Text(
    "{team}: difference that each lever makes in {year}, all else as the team had it",
    "{team}：{year}年各项措施单独带来的差（其余措施不变）",
)
NO_LEVERS = Text("{team} had no lever in the last year.", "{team}没有启用任何措施。")


@solara.component
def GameLead(seen: Seen) -> None:
    """Show the step of the game and what leads to the next."""
    room, game = seen.room, shipped_game()
    fault, tell = solara.use_state("")
    year = game.year(max(room.round, 1))
    told = say(YEAR).format(n=room.round, all=game.rounds, year=year) if room.round else ""
    Head(say(game.title), room, texts.GAME_PHASES, told, leads=True)
    if fault:
        Notice(fault, bad=True)
    if room.phase in ("brief", "orders"):
        with solara.v.Html(tag="div", class_="cc-beside", style_="grid-template-columns: 3fr 2fr"):
            with solara.v.Html(tag="div"):
                GameBrief(game)
                _Teams(room)
            with solara.v.Html(tag="div"):
                JoinBox(room, rooms().members(room.code))
    elif room.phase == "run":
        Progress(seen)
        _Teams(room)
    elif room.phase == "results":
        Results(game, room, room.round)
    else:
        _Debrief(seen, game, tell)
    _Buttons(seen, game, tell)


@solara.component
def _Buttons(seen: Seen, game: Game, tell: solara.Reactive[str]) -> None:
    room = seen.room
    busy = seen.state in ("queued", "running")
    year, next_year = game.year(max(room.round, 1)), game.year(room.round + 1)

    def play() -> None:
        rooms().move(room.code, "run")
        start(rooms(), room.code)

    def button(label: Text, of: int, deed: object) -> None:
        solara.Button(
            say(label).format(year=of), color="primary", disabled=busy,
            on_click=lambda: trying(tell, deed),  # type: ignore[arg-type]
        )  # fmt: skip

    with solara.v.Html(tag="div", class_="cc-row cc-noprint", style_="margin-top: 14px"):
        if room.phase == "brief" or (room.phase == "results" and room.round < game.rounds):
            button(BEGIN, next_year, lambda: begin_round(rooms(), game, room.code))
        elif room.phase in ("orders", "run"):
            button(PLAY if room.phase == "orders" else AGAIN, year, play)
        elif room.phase == "results":
            button(OVER, year, lambda: rooms().move(room.code, "debrief"))


@solara.component
def _Teams(room: Room) -> None:
    """Show the teams, who is in them, and who has decided."""
    orders, members = rooms().orders(room.code), rooms().members(room.code)
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(TEAMS)])
        teams = teams_of(rooms(), room.code)
        if not teams:
            solara.v.Html(tag="p", class_="cc-muted", children=[say(NO_TEAM)])
        for team in teams:
            order = orders.get(team, {}).get(room.round)
            names = "、".join(one.name for one in members if one.team == team)
            with solara.v.Html(tag="div", class_="cc-row", style_="padding: 4px 0"):
                solara.v.Html(tag="strong", children=[team])
                solara.v.Html(tag="span", class_="cc-muted", children=[names])
                if room.round:
                    done = order is not None and order.settled
                    solara.v.Html(
                        tag="span", class_="cc-chip" if done else "cc-chip cc-chip-warn",
                        children=[("✓ " if done else "… ") + say(SETTLED if done else OPEN)],
                    )  # fmt: skip


@solara.component
def _Debrief(seen: Seen, game: Game, tell: solara.Reactive[str]) -> None:
    room = seen.room
    busy = seen.state in ("queued", "running")
    ticket = under_way(room.code)
    with solara.v.Html(tag="section", class_="cc-card", style_="border-left: 5px solid var(--accent)"):
        solara.v.Html(tag="p", children=[say(game.discuss)], style_="font-size: 1.1rem; margin: 0")
    for round_ in range(1, game.rounds):
        Happened(game.fate(room.seed)[round_ - 1], game.year(round_))
    Results(game, room, game.rounds)
    orders = rooms().orders(room.code)
    for team in teams_of(rooms(), room.code):
        with solara.v.Html(tag="section", class_="cc-card"):
            told = rooms().result(room.code, f"levers-{team}")
            if not any(held(orders, team, game.rounds)):
                solara.v.Html(tag="p", children=[say(NO_LEVERS).format(team=team)])
            elif told is None:
                solara.Button(
                    say(WHAT).format(team=team), outlined=True, disabled=busy,
                    on_click=partial(trying, tell, partial(start, rooms(), room.code, team)),
                )  # fmt: skip
            else:
                caption = say(WHAT_CAPTION).format(team=team, year=game.year(game.rounds))
                labels = {one.id: one.lever.label for one in game.offers}
                text = levers_html(game, unpacked(told), labels, caption, language())
                solara.HTML(tag="div", unsafe_innerHTML=text, classes=["cc-scroll"])
    if busy or (ticket is not None and ticket.state == "failed"):
        Progress(seen)
    Twin(seen, True, tell)
