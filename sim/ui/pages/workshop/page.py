"""The page: the way into a room, or the room."""

from __future__ import annotations

import solara

from sim.errors import Text
from sim.ui.language import say
from sim.ui.pages.workshop import texts
from sim.ui.pages.workshop.entry import Entry
from sim.ui.pages.workshop.game_lead import GameLead
from sim.ui.pages.workshop.game_team import GameTeam
from sim.ui.pages.workshop.lesson_guest import LessonGuest
from sim.ui.pages.workshop.lesson_lead import LessonLead
from sim.ui.pages.workshop.seat import Seat, seat, use_room
from sim.ui.widgets.explain import Notice

TITLE = Text("Workshop", "课堂模拟")
ICON = "mdi-school-outline"


@solara.component
def Page() -> None:
    """Show the room that this tab sits in, or the way into one."""
    sits = seat().value
    if sits is None:
        Entry(title=TITLE)
    else:
        _Sitting(sits).key(f"{sits.code}-{sits.leads}")


@solara.component
def _Sitting(sits: Seat) -> None:
    seen = use_room(sits.code)
    if seen is None:
        solara.v.Html(tag="h1", children=[say(TITLE)])
        Notice(say(texts.CLOSED))
        solara.Button(say(texts.BACK), outlined=True, on_click=lambda: seat().set(None))
    elif seen.room.kind == "lesson":
        LessonLead(seen) if sits.leads else LessonGuest(seen)
    elif sits.leads:
        GameLead(seen)
    else:
        GameTeam(seen)
