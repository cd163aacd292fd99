"""Which need of a story a case or a stay belongs to, by the keys of their draws."""

from __future__ import annotations

from sim.errors import Text
from sim.experiment.story import Need
from sim.model import CountyModel
from sim.needs.cases import RETRY_STEP, STAY_STEP, CaseArray
from sim.randomness import step_key_scalar


class Episodes:
    """Numbers the needs of one person.

    Parameters
    ----------
    model : CountyModel

    Attributes
    ----------
    needs : list of Need
        In order of their numbers, which begin at 1.
    """

    def __init__(self, model: CountyModel) -> None:
        self.needs: list[Need] = []
        self._model = model
        self._number: dict[int, int] = {}  # by key of the episode

    def knows(self, record: CaseArray) -> bool:
        """Whether a case has been seen with this very key."""
        return int(record["key"][0]) in self._number

    def of(self, record: CaseArray, before: bool = False) -> int:
        """Number of the need that a case or a stay (an array of one) belongs to.

        Parameters
        ----------
        before : bool
            A need seen for the first time is older than the first counted day.
        """
        key = int(record["key"][0])
        if key not in self._number:
            led = (number for known, number in self._number.items() if _follows_from(known, record))
            self._number[key] = next(led, 0) or self._new(record, before)
        return self._number[key]

    def _new(self, record: CaseArray, before: bool) -> int:
        catalogue, at = self._model.tables.catalogue, int(record["condition"][0])
        name = Text(catalogue.names_en[at], catalogue.names_zh[at])
        episode = f"{int(record['key'][0]):016x}"
        self.needs.append(Need(len(self.needs) + 1, catalogue.ids[at], name, before, episode))
        return len(self.needs)


def _follows_from(key: int, record: CaseArray) -> bool:
    """Whether an episode of this key goes on in a case or a stay, which has a key made from the last one.

    A case that was turned away goes by a key of its try, a stay by one of the visit or stay before it.
    """
    if "tries" in (record.dtype.names or ()):
        made = [step_key_scalar(key, RETRY_STEP + int(record["tries"][0]))]
    else:
        visit = step_key_scalar(key, int(record["step"][0]))
        made = [step_key_scalar(visit, STAY_STEP), step_key_scalar(key, STAY_STEP)]
    return int(record["key"][0]) in made
