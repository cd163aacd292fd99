"""The way into a room: join one by its code, open one to lead it, or go back to one."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.game.read import shipped_game
from sim.experiment.lessons.read import lesson_named, shipped_lessons
from sim.ui.language import say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.seat import Seat, browser, seat, trying
from sim.ui.widgets.explain import Notice
from sim.ui.workshop.codes import shown
from sim.ui.workshop.records import Room
from sim.ui.workshop.rooms import rooms

LEAD = Text(
    "A group guesses first, then the model runs, then all talk about why. One browser leads on the "
    "projector; participants join from their own.",
    "先猜，再模拟，最后讨论为什么。一台电脑投屏主持，学员用自己的电脑或手机加入。",
)
JOIN = Text("Join a room", "加入课堂")
CODE = Text("Code on the screen", "大屏上的课堂码")
NAME = Text("Your name", "您的称呼")
TEAM = Text("Your team (in the game)", "所在队（模拟赛填写）")
ENTER = Text("Join", "加入")
OPEN_LESSON = Text("Lead a lesson", "主持专题课")
OPEN_GAME = Text("Lead the county game", "主持县域模拟赛")
OPEN = Text("Open a room", "开课")
RETURN = Text("Your rooms", "您的课堂")
LEADING, JOINED = Text("leading", "主持"), Text("joined", "已加入")
PRIVATE = Text(
    "Names stay in this server's folder and are deleted with the room, at the latest after two weeks.",
    "称呼只保存在本服务器，随课堂删除，最长保留两周。",
)
YEARS = Text("years", "年")


def subject(room: Room) -> Text:
    """Title of the lesson or game of a room."""
    return lesson_named(room.subject).title if room.kind == "lesson" else shipped_game().title


@solara.component
def Entry(title: Text) -> None:
    """Show the three ways in."""
    fault, tell = solara.use_state("")
    me = browser()
    led, joined = solara.use_memo(lambda: rooms().rooms_of(me), [me])
    solara.v.Html(tag="h1", children=[say(title)])
    solara.v.Html(tag="p", class_="cc-lead", children=[say(LEAD)])
    if fault:
        Notice(fault, bad=True)
    with solara.v.Html(tag="div", class_="cc-beside", style_="grid-template-columns: minmax(280px, 1fr) 2fr"):
        with solara.v.Html(tag="div"):
            _Join(tell)
            if led or joined:
                _Return([(one, True) for one in led] + [(one, False) for one in joined])
        with solara.v.Html(tag="div"):
            _Lessons(tell)
            _Game(tell)


@solara.component
def _Join(tell: solara.Reactive[str]) -> None:
    code, set_code = solara.use_state("")
    name, set_name = solara.use_state("")
    team, set_team = solara.use_state("")

    def enter() -> None:
        room, leads = rooms().enter(code)
        if not leads:
            rooms().join(room.code, browser(), name, team if room.kind == "game" else "")
        seat().set(Seat(room.code, leads))

    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(JOIN)])
        for label, value, on_value in (
            (CODE, code, set_code),
            (NAME, name, set_name),
            (TEAM, team, set_team),
        ):
            solara.InputText(say(label), value=value, on_value=on_value, continuous_update=True)
        solara.Button(
            say(ENTER), color="primary", on_click=lambda: trying(tell, enter), disabled=not code,
            style={"margin-top": "12px"},
        )  # fmt: skip
        solara.v.Html(
            tag="p", class_="cc-muted cc-small", style_="margin-top: 10px", children=[say(PRIVATE)]
        )  # fmt: skip


@solara.component
def _Return(found: list[tuple[Room, bool]]) -> None:
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(RETURN)])
        for room, leads in found[:8]:
            with solara.v.Html(tag="div", class_="cc-row"):
                solara.Button(
                    f"{shown(room.code)} · {say(subject(room))}", text=True,
                    on_click=lambda room=room, leads=leads: seat().set(Seat(room.code, leads)),
                )  # fmt: skip
                solara.v.Html(tag="span", class_="cc-chip", children=[say(LEADING if leads else JOINED)])


@solara.component
def _Lessons(tell: solara.Reactive[str]) -> None:
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(OPEN_LESSON)])
        for one in shipped_lessons():
            with solara.v.Html(
                tag="div", class_="cc-row",
                style_="justify-content: space-between; border-top: 1px solid var(--line); padding: 7px 0",
            ):  # fmt: skip
                with solara.v.Html(tag="div"):
                    solara.v.Html(tag="strong", children=[f"{one.order}. {say(one.title)}"])
                    asked = " · ".join(say(side.title) for side in one.sides)
                    solara.v.Html(tag="div", class_="cc-muted cc-small", children=[asked])
                with solara.v.Html(tag="div", class_="cc-row"):
                    solara.v.Html(
                        tag="span", class_="cc-chip", children=[f"{one.minutes} {say(texts.MINUTES)}"]
                    )
                    _Open("lesson", one.id, one.title, tell)


@solara.component
def _Game(tell: solara.Reactive[str]) -> None:
    game = shipped_game()
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(OPEN_GAME)])
        solara.v.Html(tag="p", children=[say(game.brief).split("\n")[0]])
        with solara.v.Html(tag="div", class_="cc-row", style_="justify-content: space-between"):
            solara.v.Html(tag="span", class_="cc-chip", children=[f"{game.rounds} {say(YEARS)}"])
            _Open("game", game.id, game.title, tell)


@solara.component
def _Open(kind: str, name: str, title: Text, tell: solara.Reactive[str]) -> None:
    def opened() -> None:
        room = rooms().open(kind, name, browser())
        seat().set(Seat(room.code, True))

    solara.Button(
        say(OPEN), outlined=True, small=True, on_click=lambda: trying(tell, opened),
        attributes={"aria-label": f"{say(OPEN)}: {say(title)}"},
    )  # fmt: skip
