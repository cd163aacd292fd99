"""The same resident in two counties, for the debrief of the game."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import solara

from sim.errors import Text
from sim.experiment.examples import EXAMPLES
from sim.experiment.game.read import shipped_game
from sim.ui.language import language, say
from sim.ui.pages.person.begin import Brought, ToPerson, bring
from sim.ui.pages.person.sides import Side
from sim.ui.pages.workshop.game_parts import IDLE
from sim.ui.pages.workshop.seat import Seen, trying
from sim.ui.session import kept
from sim.ui.workshop.game import held, teams_of
from sim.ui.workshop.rooms import rooms
from sim.ui.workshop.runs import start
from sim.ui.workshop.twins import counties, name_of_result

TITLE = Text("The same resident in two counties", "同一位居民，两个县")
SAYS = Text(
    "A is the county in which nobody acts, B that of {team}: the same person, illness and chance.",
    "方案 A 为“无人行动”，方案 B 为{team}：同一个人、同样的病、同样的偶然。",
)
WHO, TEAM = Text("Who", "选择谁"), Text("Team", "队")
FOLLOW = Text("Follow", "跟踪")
PERSON = Text("{sex}, {age}", "{sex}，{age}岁")
WOMAN, MAN = Text("Woman", "女"), Text("Man", "男")
ALIKE = Text("Nothing differs for this resident in these years.", "这几年里，这位居民没有任何不同。")
DAY_BY_DAY = Text("The whole life, day by day", "逐日查看完整经历")
MORE = Text("and {n} days more", "另有 {n} 天不同")


@solara.component
def Twin(seen: Seen, leads: bool, tell: solara.Reactive[str]) -> None:
    """Show one resident's two lives; who leads chooses whose.

    Parameters
    ----------
    seen
        Room, in its debrief.
    leads
        Whether further residents can be asked for.
    tell
        Takes what goes wrong.
    """
    code = seen.room.code
    teams, names = teams_of(rooms(), code), {say(text): name for name, text in EXAMPLES.items()}
    if not teams:
        return
    # Kept by the session: what stands above this card comes and goes while a resident is followed.
    orders, last = rooms().orders(code), shipped_game().rounds
    acted = [one for one in teams if any(held(orders, one, last))]
    of, who = kept(f"twin.{code}.team", (acted or teams)[0]), kept(f"twin.{code}.who", next(iter(EXAMPLES)))
    team, kind = of.value, who.value
    told = rooms().result(code, name_of_result(team, kind))
    with solara.v.Html(tag="section", class_="cc-card"):
        solara.v.Html(tag="h2", children=[say(TITLE)])
        with solara.v.Html(tag="div", class_="cc-row"):
            solara.Select(say(TEAM), values=teams, value=team, on_value=of.set)
            label = next(one for one, name in names.items() if name == kind)
            solara.Select(say(WHO), values=list(names), value=label, on_value=lambda one: who.set(names[one]))
            if leads:
                solara.Button(
                    say(FOLLOW), outlined=True,
                    disabled=told is not None or seen.state in ("queued", "running"),
                    on_click=partial(trying, tell, partial(start, rooms(), code, team, kind)),
                )  # fmt: skip
        if told is not None:
            solara.v.Html(tag="p", children=[say(SAYS).format(team=team)])
            sex = say(WOMAN if told["woman"] else MAN)
            person = say(PERSON).format(sex=sex, age=told["age"])
            solara.v.Html(tag="p", children=[person])
            if not told["days"]:
                solara.v.Html(tag="p", children=[say(ALIKE)])
            for day, *texts in told["days"]:
                at = 1 if language() == "zh" else 0
                difference, why = texts[at], texts[at + 2]
                strong = solara.v.Html(tag="strong", children=[f"{day} "])
                solara.v.Html(tag="p", children=[strong, difference])
                if why:
                    solara.v.Html(tag="p", class_="cc-muted cc-small", children=[why])
            if told["more"]:
                solara.v.Html(tag="p", class_="cc-muted", children=[say(MORE).format(n=told["more"])])
            if "resident" in told:
                ToPerson(say(DAY_BY_DAY), partial(_bring, code, team, told))


def _bring(code: str, team: str, told: Mapping[str, Any]) -> None:
    """Take the resident to the page that tells lives day by day."""
    titles = IDLE, Text(f"team {team}", f"{team}")
    policies = tuple(Side(*one) for one in zip(titles, counties(rooms(), code, team), strict=True))
    sex = WOMAN if told["woman"] else MAN
    called = Text(
        PERSON.en.format(sex=sex.en, age=told["age"]), PERSON.zh.format(sex=sex.zh, age=told["age"])
    )
    bring(Brought(int(told["resident"]), called, (policies[0], policies[1]), shipped_game().sample))
