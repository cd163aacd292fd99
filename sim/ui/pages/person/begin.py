"""Ways to this page from others: the people of a village on the map, and a resident of a game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import solara

from sim.errors import Text
from sim.experiment.wish import Wish
from sim.scenario import Scenario
from sim.ui.language import say
from sim.ui.pages.person import sides
from sim.ui.session import kept
from sim.ui.widgets.way import use_way


@dataclass(frozen=True)
class Brought:
    """A resident of whom another page tells, and the two policies that it tells of.

    Attributes
    ----------
    resident : int
        Stable id.
    called : Text
        Who that is, for the form.
    policies : (Side, Side)
        A and B.
    sample : float
        Share of the people among whom the resident is.
    """

    resident: int
    called: Text
    policies: tuple[sides.Side, sides.Side]
    sample: float


KEYS = ("brought-a", "brought-b")
"""Keys of brought policies among those that can be chosen."""


def brought() -> solara.Reactive[Brought | None]:
    """Return whom another page has brought; None while kinds of people are looked for."""
    return kept("person.brought", None)


def village() -> solara.Reactive[Text | None]:
    """Return what the village is called of which somebody is looked for."""
    return kept("person.village", None)


def offered() -> dict[str, sides.Side]:
    """Return all policies that can be chosen, brought ones first."""
    found = brought().value
    mine = dict(zip(KEYS, found.policies, strict=True)) if found else {}
    return mine | sides.every()


def bring(one: Brought) -> None:
    """Fill the form in with a resident and two policies."""
    brought().set(one)
    village().set(None)
    kept("person.a", "").set(KEYS[0])
    kept("person.b", "").set(KEYS[1])
    kept("person.sample", "").set(f"{one.sample:g}")


def known(scenario: Scenario) -> tuple[str, str] | None:
    """Return the keys of a scenario and of one that can stand beside it, if there are such."""
    every = sides.every()
    for key, side in every.items():
        if side.scenario.with_dates(until=scenario.until).hash == scenario.hash:
            partners = sides.partners(every, key)
            return (partners[0], key) if partners else None
    return None


def look_in(code: str, name: Text, keys: tuple[str, str]) -> None:
    """Fill the form in with the people of a village and two policies."""
    wish = kept("person.wish", Wish())
    brought().set(None)
    wish.set(Wish(village=code))
    village().set(name)
    kept("person.a", "").set(keys[0])
    kept("person.b", "").set(keys[1])


def leave() -> None:
    """Look for kinds of people again: neither a village nor a resident is fixed."""
    if brought().value is not None:
        for name, key in zip(("person.a", "person.b"), sides.FIRST, strict=True):
            kept(name, key).set(key)
        kept("person.sample", "0.1").set("0.1")
        brought().set(None)
    wish = kept("person.wish", Wish())
    wish.set(replace(wish.value, village=""))
    village().set(None)


@solara.component
def ToPerson(label: str, fill: Callable[[], None]) -> None:
    """Show a button that fills the form in and goes to it."""
    way = use_way()

    def go() -> None:
        fill()
        way("/person")

    solara.Button(label, on_click=go, icon_name="mdi-account-heart-outline", outlined=True, small=True)


ONLY = Text("Only people of {}", "仅限{}居民")
THIS = Text("This resident: {}", "指定居民：{}")
ANYBODY = Text("Look for others", "改为选一类人")


@solara.component
def Fixed() -> None:
    """Say to which village or resident the form is tied, with a button to be free of it."""
    found, place = brought().value, village().value
    if not found and not place:
        return
    text = say(THIS).format(say(found.called)) if found else say(ONLY).format(say(place or Text("", "")))
    with solara.v.Html(tag="div", class_="cc-row", style_="margin-top: 8px"):
        solara.v.Html(tag="span", class_="cc-chip", children=[text])
        solara.Button(say(ANYBODY), on_click=leave, text=True, small=True, icon_name="mdi-close")
