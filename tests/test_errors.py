from __future__ import annotations

import pickle

from sim.errors import Interrupted, Text, UserError


def test_said_in_both_languages_with_its_place():
    error = UserError("no such county", "没有这个县", "file.yaml:3")
    assert error.say("en") == "file.yaml:3: no such county" == str(error)
    assert error.say("zh") == "file.yaml:3: 没有这个县"
    assert UserError("alone", "独自").say("en") == "alone"


def test_comes_back_from_another_process_unchanged():
    for kind in (UserError, Interrupted):
        back = pickle.loads(pickle.dumps(kind("wrong", "错误", "--seed")))
        assert (type(back), back.text, back.where) == (kind, Text("wrong", "错误"), "--seed")
        assert str(back) == "--seed: wrong"
