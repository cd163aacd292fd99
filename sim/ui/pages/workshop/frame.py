"""What stands around a room: title, steps, the code for the projector, progress of the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import solara
import solara.lab

from sim.errors import Text
from sim.policy.wording import percent
from sim.ui.language import say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.seat import Seen, seat
from sim.ui.widgets.explain import Explain, Notice
from sim.ui.workshop.codes import shown
from sim.ui.workshop.records import Member, Room
from sim.ui.workshop.rooms import rooms
from sim.ui.workshop.runs import under_way

OPEN_AT = Text("Open", "打开")
AND_TYPE = Text("and type the code", "输入课堂码")
HERE = Text("In the room", "已加入")
NOBODY = Text("nobody yet", "暂无")
ONLY_HERE = Text(
    "This server listens to this machine only. For others on the local network start it with "
    "countycare ui --host ADDRESS --password-file FILE.",
    "本服务器只接受本机访问。要让同一局域网的学员加入，请这样启动："
    "countycare ui --host 本机地址 --password-file 密码文件。",
)
KEY = Text("To lead this room from another computer", "换一台电脑主持")
KEY_SAYS = Text(
    "Type this key in place of the code; show it to nobody: ",
    "在课堂码处输入此主持码；请勿投屏或告知学员：",
)
CLOSE = Text("Close the room", "关闭课堂")
CLOSE_SURE = Text("Delete it with all guesses", "确认删除全部记录")
LOCAL = ("localhost", "127.0.0.1", "[::1]")


def address() -> str:
    """Address under which this browser has opened the workbench."""
    host = (solara.lab.headers.value or {}).get("host", ["localhost"])[0]
    return f"http://{host}/workshop"


def only_here(address: str) -> bool:
    """Whether an address can be opened on this machine only."""
    return address.removeprefix("http://").startswith(LOCAL)


@solara.component_vue("to_top.vue")
def _ToTop(step: str) -> None:
    """Show the next step of a room from its top."""


@solara.component
def Head(title: str, room: Room, phases: Mapping[str, Text], year: str = "", leads: bool = False) -> None:
    """Show what room this is and how far it is."""
    sure, set_sure = solara.use_state(False)
    _ToTop(step=f"{room.phase} {room.round}")

    def close() -> None:
        ticket = under_way(room.code)
        if ticket:
            ticket.cancel()
        seat().set(None)
        rooms().close(room.code)

    with solara.v.Html(tag="div", class_="cc-row", style_="justify-content: space-between"):
        solara.v.Html(tag="h1", children=[title])
        with solara.v.Html(tag="div", class_="cc-row"):
            if leads:
                solara.Button(
                    say(CLOSE_SURE if sure else CLOSE), text=True, small=True,
                    color="error" if sure else None, on_click=close if sure else lambda: set_sure(True),
                )  # fmt: skip
            solara.Button(say(texts.BACK), text=True, small=True, on_click=lambda: seat().set(None))
    steps = [
        solara.v.Html(
            tag="li", children=[say(label)],
            attributes={"aria-current": "step"} if phase == room.phase else {},
            style_="padding: 3px 14px; border-radius: 14px; font-weight: 600; "
            + ("background: var(--accent); color: #fff" if phase == room.phase else "background: #eef1f3"),
        )
        for phase, label in phases.items()
    ]  # fmt: skip
    if year:
        steps.append(
            solara.v.Html(tag="li", children=[year], style_="padding: 3px 6px; color: var(--muted)")
        )  # fmt: skip
    solara.v.Html(
        tag="ol", children=steps,
        style_="display: flex; flex-wrap: wrap; gap: 8px; list-style: none; padding: 0; margin: 4px 0 14px",
    )  # fmt: skip


@solara.component
def JoinBox(room: Room, members: Sequence[Member]) -> None:
    """Show, large, how to join, and who has."""
    at = address()
    with solara.v.Html(tag="section", class_="cc-card", style_="text-align: center"):
        solara.v.Html(tag="div", children=[f"{say(OPEN_AT)} ", solara.v.Html(tag="strong", children=[at])])
        solara.v.Html(tag="div", children=[say(AND_TYPE)])
        solara.v.Html(
            tag="div", children=[shown(room.code)],
            style_="font-size: 3.4rem; font-weight: 700; letter-spacing: .06em; line-height: 1.25; "
            "font-family: ui-monospace, Consolas, monospace; white-space: nowrap",
        )  # fmt: skip
        names = "、".join(one.name for one in members) or say(NOBODY)
        solara.v.Html(
            tag="p", children=[f"{say(HERE)} {len(members)}: {names}"],
            attributes={"role": "status"}, style_="margin: 6px auto 0",
        )  # fmt: skip
    if only_here(at):
        Notice(say(ONLY_HERE))
    Explain(say(KEY_SAYS) + shown(room.key), title=say(KEY))


@solara.component
def Progress(seen: Seen) -> None:
    """Show how far the runs are, or why they failed."""
    ticket = under_way(seen.room.code)
    if seen.state == "failed" and ticket is not None and ticket.error is not None:
        Notice(say(ticket.error), bad=True)
    if seen.state in ("queued", "running"):
        solara.v.Html(
            tag="p",
            children=[f"{say(texts.RUNNING)}… {say(percent(seen.percent / 100, 0))}"],
            attributes={"role": "status"},
        )
        solara.v.ProgressLinear(
            value=seen.percent, height=10, rounded=True, attributes={"aria-hidden": "true"}
        )


@solara.component
def Paragraphs(text: str) -> None:
    """Show a text of several paragraphs."""
    for one in text.split("\n"):
        if one.strip():
            solara.v.Html(tag="p", children=[one.strip()])
