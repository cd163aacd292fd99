"""What the catalogue leads one to expect of a county; `python -m tests.needs.expected` prints it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.needs.catalogue import AGE_STARTS, Catalogue, read_catalogue
from sim.population.people import People
from tests.population.county import LULONG, people_of, values


@dataclass(frozen=True)
class Expected:
    """Yearly expectations by condition (rows) and age class (columns) of the people, per head."""

    needs: np.ndarray
    stays: np.ndarray
    deaths: np.ndarray
    people: np.ndarray  # by age class

    def per_head(self, table: np.ndarray) -> np.ndarray:
        """Mean over age classes, by condition."""
        return table @ self.people / self.people.sum()


def expected(people: People, catalogue: Catalogue) -> Expected:
    """Sum the rates of everybody, as if every need were treated adequately."""
    group = np.digitize(people.age, AGE_STARTS)
    size = np.bincount(group, minlength=4)
    rates = catalogue.yearly_rates()
    needs = np.zeros((len(catalogue), 4))
    for c in range(len(catalogue)):
        rate = rates[c][group, people.sex]
        if catalogue.chronic[c]:
            rate = rate * ((people.chronic & catalogue.chronic[c]) != 0)
        loose = (people.chronic & ~people.controlled & catalogue.risk[c]) != 0
        rate = np.where(loose, rate * catalogue.uncontrolled[c], rate)
        needs[c] = np.bincount(group, rate, minlength=4) / np.maximum(size, 1)
    admitted = catalogue.moderate * catalogue.admit_moderate + catalogue.severe * catalogue.admit_severe
    fatal = catalogue.severe * catalogue.death_severe
    return Expected(needs, needs * admitted[:, None], needs * fatal[:, None], size)


def table(result: Expected, catalogue: Catalogue) -> str:
    """Needs per head by age class, and stays per 100."""
    lines = [f"{'condition':<20}{'0-14':>8}{'15-44':>8}{'45-64':>8}{'65+':>8}{'all':>8}{'stays/100':>11}"]
    needs, stays = result.per_head(result.needs), 100 * result.per_head(result.stays)
    for name, by_age, mean, stay in zip(catalogue.ids, result.needs, needs, stays, strict=True):
        lines.append(f"{name:<20}" + "".join(f"{x:8.3f}" for x in (*by_age, mean)) + f"{stay:11.2f}")
    total = (*result.needs.sum(axis=0), needs.sum())
    lines.append(f"{'total':<20}" + "".join(f"{x:8.3f}" for x in total) + f"{stays.sum():11.2f}")
    by_age = 100 * result.stays.sum(axis=0)
    lines.append(f"{'stays per 100':<20}" + "".join(f"{x:8.2f}" for x in by_age))
    return "\n".join(lines)


if __name__ == "__main__":
    county, conditions = people_of(LULONG), read_catalogue(values())
    print("residents\n" + table(expected(county.take(~county.away), conditions), conditions))
    print("\nresidents and away\n" + table(expected(county, conditions), conditions))
