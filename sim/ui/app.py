"""The application: its pages, the frame around them, and what stands when a page breaks."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import secrets
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import solara

from sim.errors import Text, UserError
from sim.ui import home
from sim.ui.language import language, say, set_language
from sim.ui.style import large_view, use_theme
from sim.ui.widgets.explain import Notice
from sim.ui.widgets.way import use_way

log = logging.getLogger("countycare.ui")

NAME = Text("CountyCare", "医共体沙盘")
ALSO = Text("医共体沙盘", "CountyCare")
OTHER_LANGUAGE = Text("中文", "English")
SWITCH = Text("切换为中文", "Switch to English")
LARGE = Text("Large view", "大字显示")
NORMAL = Text("Normal view", "常规显示")
PAGES_OF = Text("Pages", "页面导航")
SKIP = Text("To the content", "跳到正文")
AGAIN = Text("Show this page again", "重新显示本页")
LIMITS = Text("limits and sources", "局限与来源")
FOOT = Text(
    "A model of synthetic residents, not a forecast of a real county. Look at intervals before differences.",
    "结果来自对合成人口的模拟，并非对真实县的预测；请先看区间，再看差异。",
)


def _existing(names: Sequence[str]) -> tuple[ModuleType, ...]:
    return tuple(
        importlib.import_module(f"sim.ui.pages.{name}")
        for name in names
        if importlib.util.find_spec(f"sim.ui.pages.{name}")
    )


PAGES: tuple[ModuleType, ...] = _existing(
    ("scenario", "compare", "map", "flows", "person", "batch", "sources", "workshop")
)
"""Modules of the pages in the order of the navigation."""


def page_name(module: ModuleType) -> str:
    """Return the name of a page in addresses: the last part of its module's name."""
    return module.__name__.rpartition(".")[2]


@solara.component
def Boundary(page: Callable[[], Any]) -> None:
    """Show a page, or one sentence in its place when it broke; the server's log has the details.

    The page is made here and not handed in as an element: only what a component makes itself is gone when the
    component leaves it out, and with it the failures of its buttons.
    """
    failure, clear = solara.use_exception()
    number = solara.use_memo(lambda: _note(failure), [failure])
    if failure is None:
        page()
        return
    Notice(say(sentence(failure, number)), bad=True)
    with solara.Row():
        solara.Button(say(AGAIN), on_click=clear, outlined=True)


def _note(failure: BaseException | None) -> str:
    """Log a failure under a short number that the reader can name."""
    number = secrets.token_hex(3)
    if failure is not None and not isinstance(failure, UserError):
        log.error("page failure %s", number, exc_info=failure)
    return number


def sentence(failure: BaseException, number: str) -> Text:
    """Return what a reader is told: the sentence of a `UserError`, else that the fault is the program's."""
    if isinstance(failure, UserError):
        return failure.text
    return Text(
        f"This page met a fault of the program, not yours; the server's log has it under number {number}.",
        f"本页遇到程序错误，并非您的操作问题；详情见服务器日志，编号 {number}。",
    )


@solara.component_vue("widgets/page_state.vue")
def _PageState(language: str, large: bool, title: str, keep: bool) -> None:
    """Hands the browser what only it can hold."""


@solara.component
def Layout(children: Sequence[solara.Element] = ()) -> None:
    """Frame of every page: bar, navigation, content, footer.

    Parameters
    ----------
    children
        What Solara hands in for the address; nothing to see (`Address`), the page is made within the frame.
    """
    use_theme()
    route, _ = solara.use_route()
    here = route.path if route else "/"
    titles = {"/": home.TITLE} | {page_name(one): one.TITLE for one in PAGES}
    switched, set_switched = solara.use_state(False)

    def switch() -> None:
        set_switched(True)
        set_language("en" if language() == "zh" else "zh")

    _PageState(
        language=language(), large=large_view.value, keep=switched,
        title=f"{say(titles.get(here, NAME))} · {say(NAME)}",
    )  # fmt: skip
    solara.v.Html(tag="a", class_="cc-skip", attributes={"href": "#content"}, children=[say(SKIP)])
    _Bar(switch)
    with solara.v.Html(tag="nav", class_="cc-rail", attributes={"aria-label": say(PAGES_OF)}):
        _Place("/", home.TITLE, home.ICON, here == "/")
        for one in PAGES:
            _Place(f"/{page_name(one)}", one.TITLE, one.ICON, here == page_name(one))
    with solara.v.Html(tag="main", class_="cc-main", attributes={"id": "content", "tabindex": "-1"}):
        Boundary(_page_of(here)).key(f"boundary-{here}")
    with solara.v.Html(tag="footer", class_="cc-foot"):
        solara.Text(say(FOOT) + " ")
        if "sources" in titles:
            with solara.Link("/sources"):
                solara.Text(say(LIMITS))


@solara.component
def _Bar(switch: Any) -> None:
    with solara.v.Html(tag="header", class_="cc-bar"):
        with solara.Link("/", classes=["cc-name"]):
            solara.v.Html(tag="span", children=[say(NAME), solara.v.Html(tag="small", children=[say(ALSO)])])
        solara.v.Spacer()
        solara.Button(
            say(NORMAL if large_view.value else LARGE), icon_name="mdi-projector-screen", text=True,
            dark=True, on_click=lambda: large_view.set(not large_view.value),
            attributes={"aria-pressed": str(large_view.value).lower()},
        )  # fmt: skip
        solara.Button(
            say(OTHER_LANGUAGE), icon_name="mdi-translate", text=True, dark=True, on_click=switch,
            attributes={"aria-label": say(SWITCH), "lang": "zh-CN" if language() == "en" else "en"},
        )  # fmt: skip


@solara.component
def _Place(path: str, title: Text, icon: str, here: bool) -> None:
    """One entry of the navigation: a real link that changes the page without loading it anew."""
    way = use_way()
    attributes = {"href": path, "title": say(title)} | ({"aria-current": "page"} if here else {})
    link = solara.v.Html(
        tag="a", attributes=attributes,
        children=[
            solara.v.Icon(children=[icon], attributes={"aria-hidden": "true"}),
            solara.v.Html(tag="span", children=[say(title)]),
        ],
    )  # fmt: skip
    solara.v.use_event(link, "click.prevent.stop", lambda *_: way(path))


def _page_of(path: str) -> Callable[[], Any]:
    """Return the component of an address."""
    pages: dict[str, Callable[[], Any]] = {page_name(one): one.Page for one in PAGES}
    page: Callable[[], Any] = pages.get(path, Start)
    return page


@solara.component
def Start() -> None:
    """The first page."""
    home.Page([(page_name(one), one.TITLE) for one in PAGES])


@solara.component
def Address() -> None:
    """Stands for a page where Solara looks addresses up."""
    solara.v.Html(tag="span", style_="display: none")


routes = [
    solara.Route(path="/", component=Address, layout=Layout, label=NAME.zh),
    *(solara.Route(path=page_name(one), component=Address, label=NAME.zh) for one in PAGES),
]
"""Addresses; the frame belongs to the first and holds for all."""
