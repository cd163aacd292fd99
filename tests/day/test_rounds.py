from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.day.rounds import first_of_each, rounds

PEOPLE = st.lists(st.integers(0, 12), max_size=40)


@given(PEOPLE)
def test_first_of_each(person):
    at = first_of_each(np.array(person, np.int32), np.full(13, 99))
    assert at.tolist() == sorted({person.index(one) for one in person})


@given(PEOPLE)
def test_rounds_hold_everybody_once_and_everything_in_order(person):
    many, scratch = np.array(person, np.int32), np.full(13, 99)
    met = [at.tolist() for at in rounds(many, scratch)]
    for at in met:
        assert len({person[i] for i in at}) == len(at)
    assert sorted(i for at in met for i in at) == list(range(len(person)))
    for one in set(person):
        mine = [i for at in met for i in at if person[i] == one]
        assert mine == sorted(mine)
