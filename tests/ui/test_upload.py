from __future__ import annotations

import base64

import pytest

from sim.errors import UserError
from sim.ui.widgets.upload import received

KINDS = (".yaml", ".yml")


def sent(name: str, raw: bytes) -> dict[str, object]:
    return {"name": name, "size": len(raw), "data": base64.b64encode(raw).decode()}


def test_a_file_arrives_by_its_name_without_folders() -> None:
    assert received(sent("C:\\own\\plan.YAML", b"base: x"), KINDS, 9) == ("plan.YAML", b"base: x")
    assert received(sent("../../plan.yml", b""), KINDS, 9) == ("plan.yml", b"")


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (sent("plan.exe", b"x"), "another kind"),
        (sent("", b"x"), "another kind"),
        (sent("plan.yaml", b"x" * 13), "too large"),
        ({"name": "plan.yaml", "size": 10**9, "data": ""}, "too large"),
        ({"name": "plan.yaml", "size": 3, "data": "?!"}, "damaged"),
    ],
)
def test_what_is_not_taken_is_told(told: dict[str, object], wrong: str) -> None:
    with pytest.raises(UserError, match=wrong):
        received(told, KINDS, 9)
