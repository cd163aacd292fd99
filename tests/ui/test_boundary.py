from __future__ import annotations

import ipyvuetify as v
import pytest
import solara

from sim.errors import UserError
from sim.ui.app import Boundary, sentence
from sim.ui.session import kept


@solara.component
def Breaking() -> None:
    state = solara.use_reactive("")
    if state.value == "now":
        raise RuntimeError("/home/somebody/secret.py")
    if state.value == "user":
        raise UserError("take another", "请另选")
    solara.Button("draw", on_click=lambda: state.set("now"))
    solara.Button("mine", on_click=lambda: state.set("user"))
    solara.Button("click", on_click=lambda: 1 / 0)


def shown(rc: object) -> str:
    return " ".join(
        str(child)
        for one in rc.find(v.Html).widgets  # type: ignore[attr-defined]
        for child in one.children
        if isinstance(child, str)
    )


@pytest.mark.parametrize(
    ("button", "told"), [("draw", "程序错误"), ("mine", "请另选"), ("click", "程序错误")]
)
def test_a_broken_page_is_one_sentence_and_comes_back(button: str, told: str) -> None:
    _, rc = solara.render(Boundary(Breaking), handle_error=False)
    rc.find(v.Btn, children=[button]).widget.click()
    text = shown(rc)
    assert told in text
    assert "secret" not in text
    assert "Traceback" not in text
    rc.find(v.Btn).widget.click()
    assert len(rc.find(v.Btn).widgets) == 3
    rc.close()


def test_a_users_fault_is_told_as_it_is_and_a_programs_by_number() -> None:
    assert sentence(UserError("a", "b"), "1").zh == "b"
    told = sentence(ValueError("/x"), "ab12")
    assert "ab12" in told.en
    assert "/x" not in told.en + told.zh


def test_what_a_page_keeps_is_there_again() -> None:
    kept("test.month", 1).set(7)
    assert kept("test.month", 1).value == 7
    assert kept("test.other", 2).value == 2
