"""The game for a team."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import solara

from sim.errors import Text
from sim.experiment.game import play
from sim.experiment.game.game import Game, Offer
from sim.experiment.game.read import shipped_game
from sim.policy.wording import percent
from sim.ui.language import say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.frame import Head
from sim.ui.pages.workshop.game_parts import GameBrief, Results
from sim.ui.pages.workshop.game_twin import Twin
from sim.ui.pages.workshop.seat import Seen, browser, trying
from sim.ui.widgets.explain import Explain, Notice
from sim.ui.workshop.game import held, place_order, teams_of
from sim.ui.workshop.rooms import rooms

PURSE = Text("Purse", "经费")
HAVE, COSTS, LEFT = Text("available", "可用"), Text("spent", "已用"), Text("left", "结余")
FIRST, YEARLY = Text("first year", "首年"), Text("a year", "每年")
DECIDE, CHANGE = Text("We have decided", "确定本年方案"), Text("Change it again", "重新决策")
DECIDED = Text("Decided. The year begins when all are ready.", "已确定。各队就绪后开始模拟。")
COST_FROM = Text("Cost: ", "费用依据：")
JOIN_TEAM = Text("Join a team, or name a new one", "加入一个队，或新建一个队")
TEAM, JOIN = Text("Team", "队名"), Text("Join", "加入")
EXISTING = Text("Teams so far: ", "已有队伍：")


@solara.component
def GameTeam(seen: Seen) -> None:
    """Show what the step of the game asks of a team."""
    room, game = seen.room, shipped_game()
    me = rooms().member(room.code, browser())
    team = me.team if me else ""
    year = f"{team} · {game.year(room.round)}" if room.round and team else team
    Head(say(game.title), room, texts.GAME_PHASES, year)
    if not team:
        _Team(seen, me.name if me else "")
    if room.phase == "brief":
        GameBrief(game)
    elif room.phase == "orders" and team:
        _Orders(game, seen, team)
    elif room.phase == "run":
        Notice(f"{say(texts.RUNNING)}… {say(percent(seen.percent / 100, 0))} {say(texts.WAIT)}")
    elif room.phase == "results":
        Results(game, room, room.round)
    elif room.phase == "debrief":
        Results(game, room, game.rounds)
        Twin(seen, False, lambda _: None)


@solara.component
def _Team(seen: Seen, name: str) -> None:
    fault, tell = solara.use_state("")
    team, set_team = solara.use_state("")
    code = seen.room.code

    def join() -> None:
        rooms().join(code, browser(), name, team)

    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(JOIN_TEAM)])
        known = teams_of(rooms(), code)
        if known:
            solara.v.Html(tag="p", children=[say(EXISTING) + "、".join(known)])
        solara.InputText(say(TEAM), value=team, on_value=set_team, continuous_update=True)
        solara.Button(
            say(JOIN), color="primary", disabled=not team.strip(), on_click=lambda: trying(tell, join)
        )  # fmt: skip
        if fault:
            Notice(fault, bad=True)


@solara.component
def _Orders(game: Game, seen: Seen, team: str) -> None:
    """Show the purse and what it can buy; every tick is kept at once, for all of the team."""
    room = seen.room
    fault, tell = solara.use_state("")
    orders = rooms().orders(room.code)
    own = orders.get(team, {}).get(room.round)
    levers = own.levers if own else frozenset[str]()
    settled = own.settled if own else False
    before = held(orders, team, room.round - 1)
    purse = play.accounts(game, [*before, levers])[-1]

    def place(wanted: frozenset[str], done: bool) -> None:
        trying(tell, lambda: place_order(rooms(), game, room.code, team, wanted, settled=done))

    def turn(lever: str, on: bool) -> None:
        # What is wanted now: a mate may have ticked something since this was drawn.
        now = rooms().orders(room.code).get(team, {}).get(room.round)
        wanted = now.levers if now else frozenset[str]()
        place(wanted | {lever} if on else wanted - {lever}, False)

    with solara.v.Html(
        tag="section", class_="cc-card", style_="position: sticky; top: var(--bar); z-index: 5"
    ):
        with solara.v.Html(tag="div", class_="cc-row", style_="justify-content: space-between"):
            solara.v.Html(
                tag="div", attributes={"role": "status"},
                children=[
                    solara.v.Html(tag="strong", children=[f"{say(PURSE)}: "]),
                    " · ".join(
                        f"{say(label)} {amount:,} {say(texts.YUAN)}"
                        for label, amount in (
                            (HAVE, purse.brought + purse.given), (COSTS, purse.spent), (LEFT, purse.left),
                        )
                    ),
                ],
            )  # fmt: skip
            solara.Button(
                say(CHANGE if settled else DECIDE), color="primary", outlined=settled,
                on_click=lambda: place(levers, not settled),
            )  # fmt: skip
        if settled:
            solara.v.Html(tag="p", children=["✓ " + say(DECIDED)], style_="margin: 6px 0 0")
        if fault:
            Notice(fault, bad=True)
        Explain(
            say(game.purse.source), title=f"{say(PURSE)}: {game.purse.yuan:,} {say(texts.YUAN)} {say(YEARLY)}"
        )
    last = before[-1] if before else frozenset[str]()
    with solara.v.Html(tag="div", class_="cc-grid", style_="--cell: 340px"):
        for offer in game.offers:
            _Offer(offer, offer.id in levers, offer.id in last, settled, partial(turn, offer.id))


@solara.component
def _Offer(offer: Offer, on: bool, old: bool, settled: bool, turn: Callable[[bool], None]) -> None:
    """One lever for sale: name, price, what it acts through, what the price rests on."""
    lever = offer.lever
    price = f"{say(YEARLY)} {offer.yearly:,} {say(texts.YUAN)}"
    if offer.once and not old:
        price = f"{say(FIRST)} {offer.once + offer.yearly:,} · {price}"
    edge = "2px solid var(--accent)" if on else "1px solid var(--line)"
    with solara.v.Html(tag="section", class_="cc-card", style_=f"border: {edge}; padding: 6px 12px"):
        solara.v.Checkbox(
            label=say(lever.label), v_model=on, on_v_model=turn, disabled=settled, dense=True,
            hide_details=True, class_="mt-0 pt-0",
        )  # fmt: skip
        with solara.v.Html(tag="div", class_="cc-row"):
            solara.v.Html(tag="span", children=[price])
            assumed = offer.evidence == "assumption"
            solara.v.Html(
                tag="span", class_="cc-chip cc-chip-warn" if assumed else "cc-chip",
                children=[say(texts.ASSUMED if assumed else texts.OFFICIAL)],
            )  # fmt: skip
        Explain(say(lever.acts_through), say(COST_FROM) + say(offer.source))
