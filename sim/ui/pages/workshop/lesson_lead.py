"""A lesson for who leads it, on the projector."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.experiment.lessons.lesson import Lesson
from sim.experiment.lessons.read import lesson_named
from sim.ui.language import say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.frame import Head, JoinBox, Progress
from sim.ui.pages.workshop.lesson_parts import Answers, Brief, Charts, Debrief
from sim.ui.pages.workshop.seat import Seen, trying
from sim.ui.widgets.explain import Notice
from sim.ui.workshop.keep import unpacked
from sim.ui.workshop.records import Member
from sim.ui.workshop.rooms import rooms
from sim.ui.workshop.runs import start, under_way

NEXT = {
    "brief": Text("Let them predict", "开始预测"),
    "predict": Text("Close guessing and run", "停止作答，开始模拟"),
    "run": Text("Run again", "重新模拟"),
    "reveal": Text("On to the debrief", "进入讨论"),
}
BACK = {
    "predict": ("brief", Text("Back to the brief", "返回背景")),
    "run": ("predict", Text("Back to guessing", "返回预测")),
    "debrief": ("reveal", Text("Back to the answers", "返回揭晓")),
}
ANSWERED = Text("{n} of {all} have answered", "已作答 {n} / {all} 人")
MISSING = Text("still thinking: ", "还未作答：")
ALL_IN = Text("everybody has", "全部完成")


@solara.component
def LessonLead(seen: Seen) -> None:
    """Show the step of the lesson and what leads to the next."""
    room, lesson = seen.room, lesson_named(seen.room.subject)
    fault, tell = solara.use_state("")
    members = rooms().members(room.code)
    Head(say(lesson.title), room, texts.PHASES, leads=True)
    if fault:
        Notice(fault, bad=True)
    if room.phase in ("brief", "predict"):
        with solara.v.Html(tag="div", class_="cc-beside", style_="grid-template-columns: 3fr 2fr"):
            with solara.v.Html(tag="div"):
                if room.phase == "brief":
                    Brief(lesson)
                else:
                    _Asked(lesson, seen, members)
            with solara.v.Html(tag="div"):
                JoinBox(room, members)
    elif room.phase == "run":
        Progress(seen)
        Brief(lesson)
    else:
        runs = unpacked(rooms().result(room.code, "runs"))
        if room.phase == "reveal":
            Answers(lesson, runs, rooms().guesses(room.code))
            Charts(lesson, runs)
        else:
            Debrief(lesson, runs)
    busy = room.phase == "run" and seen.state in ("queued", "running")
    with solara.v.Html(tag="div", class_="cc-row cc-noprint", style_="margin-top: 14px"):
        if room.phase in NEXT:
            solara.Button(
                say(NEXT[room.phase]), color="primary", disabled=busy,
                on_click=lambda: trying(tell, lambda: go_on(room.code, room.phase)),
            )  # fmt: skip
        if room.phase in BACK:
            to, label = BACK[room.phase]
            solara.Button(
                say(label), outlined=True, on_click=lambda: trying(tell, lambda: go_back(room.code, to))
            )


def go_on(code: str, phase: str) -> None:
    """Take a lesson from a step to the next; the runs take it to the reveal themselves.

    Raises
    ------
    UserError
        When the room is closed.
    """
    if phase == "brief":
        rooms().move(code, "predict")
    elif phase in ("predict", "run"):
        rooms().move(code, "run")
        start(rooms(), code)
    else:
        rooms().move(code, "debrief")


def go_back(code: str, to: str) -> None:
    """Take a lesson back to a step; runs under way are given up."""
    ticket = under_way(code)
    if ticket is not None:
        ticket.cancel()
    rooms().move(code, to)


@solara.component
def _Asked(lesson: Lesson, seen: Seen, members: list[Member]) -> None:
    """Show the questions, and who has answered them all."""
    told = rooms().guesses(seen.room.code)
    done = {
        one.id for one in members if all(one.id in told.get(question.id, {}) for question in lesson.questions)
    }
    with solara.v.Html(tag="section", class_="cc-card"):
        for k, question in enumerate(lesson.questions, 1):
            solara.v.Html(tag="h2", children=[f"{k}. {say(question.ask)}"], style_="font-size: 1.25rem")
            solara.v.Html(tag="p", class_="cc-muted", children=[say(question.about.unit)])
        counted = say(ANSWERED).format(n=len(done), all=len(members))
        solara.v.Html(
            tag="p", children=[solara.v.Html(tag="strong", children=[counted])], attributes={"role": "status"}
        )
        slow = [one.name for one in members if one.id not in done]
        if members:
            solara.v.Html(tag="p", children=[say(MISSING) + "、".join(slow) if slow else say(ALL_IN)])
