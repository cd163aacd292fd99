"""Drafts: changes, what is taken back, faults where they are entered, links."""

from __future__ import annotations

import base64
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.declare import load_parameters
from sim.errors import UserError
from sim.policy.use import LeverUse
from sim.scenario import ALWAYS, ScenarioErrors, load_scenario
from sim.ui.draft import Draft
from sim.ui.share import from_share_text, share_text

BASE = "beidaihe-2024"
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
SHARE = load_parameters()["contract.coverage.general"]
FEN = load_parameters()["contract.doctor.contract_fee"]


def coverage(start: date, value: float, ramp: int) -> tuple[LeverUse, ...]:
    return (LeverUse("contract.coverage", start, None, ramp, settings=((SHARE.path, value),)),)


def fee(start: date, value: int) -> tuple[LeverUse, ...]:
    return (LeverUse("contract.village_doctor_income", start, settings=((FEN.path, float(value)),)),)


STEPS = st.one_of(
    st.builds(
        lambda *use: lambda draft: draft.with_lever("contract.coverage", coverage(*use)),
        DAYS, st.floats(SHARE.low, SHARE.high), st.integers(0, 400),
    ),
    st.builds(
        lambda *use: lambda draft: draft.with_lever("contract.village_doctor_income", fee(*use)),
        DAYS, st.integers(int(FEN.low), int(FEN.high)),
    ),
    st.just(lambda draft: draft.with_lever("contract.green_channel", ())),
    st.just(lambda draft: draft.with_lever("contract.coverage", None)),
    st.builds(
        lambda day, value: lambda draft: draft.with_number("referral.attend", {day: value}),
        st.one_of(DAYS, st.just(ALWAYS)), st.floats(0.5, 1),
    ),
    st.text("甲乙 a:#'\"-{}[]\\", max_size=12).map(lambda name: lambda draft: draft.named(name)),
    st.builds(lambda day: lambda draft: draft.with_dates(None, day), DAYS),
    st.just(Draft.reset),
)  # fmt: skip


def test_a_fresh_draft_is_its_base() -> None:
    draft = Draft.on(BASE)
    assert draft.scenario().hash == load_scenario(BASE).hash
    assert draft.what_changed() == () and draft.problems == ()
    assert draft.undo() is draft and draft.redo() is draft and draft.reset() is draft


@settings(max_examples=12)
@given(st.lists(STEPS, min_size=1, max_size=4))
def test_any_step_can_be_taken_back_and_done_again(steps: list) -> None:
    drafts = [Draft.on(BASE)]
    for step in steps:
        drafts.append(step(drafts[-1]))
    hashes = [one.scenario().hash for one in drafts]
    back = drafts[-1]
    while back.past:
        earlier = back.undo()
        assert earlier.redo() == back
        back = earlier
    assert back.scenario().hash == hashes[0]
    while back.future:
        back = back.redo()
    assert back.changes == drafts[-1].changes and back.scenario().hash == hashes[-1]


@settings(max_examples=12)
@given(st.lists(STEPS, max_size=4))
def test_a_link_carries_the_draft(steps: list) -> None:
    draft = Draft.on(BASE)
    for step in steps:
        draft = step(draft)
    text = share_text(draft)
    found = from_share_text(text)
    assert text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    assert found.changes == draft.changes and found.scenario().hash == draft.scenario().hash
    assert not found.past and not found.future


def test_a_new_change_after_a_step_back_forgets_what_was_taken_back() -> None:
    draft = Draft.on(BASE).named("甲").undo().named("乙")
    assert draft.changes.title is not None and draft.changes.title.zh == "乙"
    assert not draft.future and len(draft.past) == 1


def test_reset_keeps_the_name_and_can_be_taken_back() -> None:
    draft = Draft.on(BASE).named("甲").with_lever("contract.coverage", coverage(date(2024, 3, 1), 0.6, 0))
    fresh = draft.reset()
    assert fresh.scenario().hash == load_scenario(BASE).hash and fresh.scenario().name == "甲"
    assert fresh.undo().changes == draft.changes


def test_a_run_is_called_as_its_draft_and_its_base_as_the_base() -> None:
    draft = Draft.on(BASE).with_lever("contract.coverage", coverage(date(2024, 3, 1), 0.6, 0))
    shipped = load_scenario(BASE).title
    assert draft.scenario().title.zh == f"{shipped.zh}（调整）" and draft.base.title == shipped
    named = draft.named("甲")
    assert named.scenario().title.zh == "甲" and named.base.title == shipped


def test_what_changed_in_words() -> None:
    draft = Draft.on(BASE).with_lever("contract.coverage", coverage(date(2024, 3, 1), 0.6, 180))
    (said,) = draft.changes_in_words("zh")
    assert said.startswith("家庭医生签约覆盖：启用，自 2024-03-01 起，180 天内逐步到位，全域；")
    assert "一般人群签约意愿率：40% → 60%" in said


def test_a_lever_without_what_it_needs_is_told_at_the_lever() -> None:
    draft = Draft.on(BASE).with_lever("contract.benefit", [LeverUse("contract.benefit")])
    (problem,) = draft.problems_of("contract.benefit")
    assert "contract.kind" in problem.wrong.en and "contract.kind" in problem.right.zh
    assert not draft.problems_of("contract.kind")
    with pytest.raises(ScenarioErrors):
        draft.scenario()
    mended = draft.with_lever("contract.kind", [LeverUse("contract.kind")])
    assert mended.problems == () and mended.scenario().levers


def test_a_number_out_of_range_is_told_at_the_number() -> None:
    draft = Draft.on(BASE).with_number("referral.attend", {date(2024, 7, 1): 3.0})
    (problem,) = draft.problems_of("referral.attend")
    assert "3 is outside 0.5 to 1" in problem.wrong.en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "2abc",
        "1" + "A" * 7000,
        "1äö",
        "1../../etc/passwd",
        "1" + base64.urlsafe_b64encode(b"base: beidaihe-2024").decode().rstrip("="),
        "1" + base64.urlsafe_b64encode(zlib.compress(b"#" * 1_000_000, 9)).decode().rstrip("="),
    ],
)
def test_a_damaged_link_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UserError, match="damaged"):
        from_share_text(text)


def test_a_link_is_read_as_strictly_as_a_file() -> None:
    text = "1" + base64.urlsafe_b64encode(zlib.compress(b"base: /etc/passwd")).decode().rstrip("=")
    with pytest.raises(ScenarioErrors, match="no scenario is called"):
        from_share_text(text)


def test_too_much_for_a_link_is_told() -> None:
    draft = Draft.on(BASE)
    uses = [
        LeverUse(
            "contract.coverage", date.fromordinal(738_000 + k), settings=((SHARE.path, 0.3 + k * k * 7e-7),)
        )
        for k in range(700)
    ]
    with pytest.raises(UserError, match="too long for a link"):
        share_text(draft.with_lever("contract.coverage", uses))
