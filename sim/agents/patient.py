"""A patient: a Mesa agent that is a view of one row of the population, made on demand.

A county has 10^5 to 10^6 people, so their state lives in arrays and a `Patient` holds a row number. Views do
not register with the model: `CountyModel.patients` is the one door to people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np
import numpy.typing as npt

from sim.geography.map import Option
from sim.population.people import People

if TYPE_CHECKING:
    from sim.model import CountyModel


class Need(NamedTuple):
    """What a person chooses for: id of the condition, severity (0 mild to 2 severe), earlier attempts."""

    condition: str
    severity: int
    step: int


class Patient(mesa.Agent):
    """One person. Columns of `People` read as attributes (``patient.age``) and are written with `set`.

    Subclass it and override `choose` (and, to concern only some people, `applies_to`) to give people a
    decision of their own: ``CountyModel(scenario, agents={Patient: MyPatient})``.
    """

    def __init__(self, model: CountyModel, row: int) -> None:
        # Not mesa.Agent.__init__: it would register half a million views with the model.
        self.model: CountyModel = model
        self.row = row
        self.unique_id = row
        self.pos = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("model", "row"):
            raise AttributeError(name)
        try:
            return getattr(self.model.state.people, name)[self.row].item()
        except (AttributeError, TypeError) as error:
            raise AttributeError(f"a patient has no {name!r}") from error

    def __setattr__(self, name: str, value: object) -> None:
        if name in People.__annotations__:
            self.set(name, value)
        else:
            object.__setattr__(self, name, value)

    def set(self, name: str, value: object) -> None:
        """Write one column of this person."""
        getattr(self.model.state.people, name)[self.row] = value

    @classmethod
    def applies_to(cls, people: People) -> npt.NDArray[np.bool_]:
        """Which people decide by this class; everybody unless overridden."""
        return np.ones(len(people), bool)

    def choose(self, need: Need, utility: dict[Option, float], drawn: Option) -> Option:
        """Choose where to go.

        Parameters
        ----------
        need : Need
        utility : dict of Option to float
            Of the options that can be reached.
        drawn : Option
            What the model drew from the logit.
        """
        return drawn


class PatientSet:
    """People by row: ``patients[i]`` makes a view, the other methods work on all rows at once."""

    def __init__(self, model: CountyModel, kind: type[Patient] = Patient) -> None:
        self._model = model
        self.kind = kind

    def __len__(self) -> int:
        return len(self._model.state.people)

    def __getitem__(self, row: int) -> Patient:
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row}: there are {len(self)} people")
        return self.kind(self._model, row % len(self))

    def __iter__(self) -> Iterator[Patient]:
        return (self[row] for row in range(len(self)))

    def get(self, name: str) -> npt.NDArray[Any]:
        """Return a column of all people (the array itself)."""
        return np.asarray(getattr(self._model.state.people, name))

    def where(self, mask: npt.NDArray[np.bool_]) -> list[Patient]:
        """Views of the people of a mask."""
        return [self[row] for row in np.flatnonzero(mask).tolist()]

    def row_of(self, resident: int) -> int | None:
        """Row of the person with a stable id, None when there is none."""
        found = np.flatnonzero(self._model.state.people.id == np.uint64(resident))
        return int(found[0]) if len(found) else None
