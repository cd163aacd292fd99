"""Many people of one run watched at once."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sim.experiment.watcher import Watcher
from sim.scenario import load_scenario

SAMPLE, WATCHED = 0.01, 400
FIRST, LAST = date(2024, 1, 1), date(2024, 4, 30)


def scenario():
    return load_scenario("lulong-2024-baseline").with_dates(until=LAST)


class Crowd:
    """Many watchers in one run, and a count of what the model itself hands out."""

    wants_choices = False

    def __init__(self, model, residents):
        self.model = model
        self.watchers = {int(one): Watcher(model, int(one)) for one in residents}
        self.visited, self.billed, self.funded = Counter(), Counter(), Counter()
        self.bed_days = Counter()

    def choices(self, *seen):
        for watcher in self.watchers.values():
            watcher.choices(*seen)

    def visits(self, clock, visits):
        state = self.model.state
        logs = state.stay_log, state.end_log, state.diary
        for watcher in self.watchers.values():
            state.stay_log, state.end_log, state.diary = logs
            watcher.visits(clock, visits)
        self.wants_choices = watcher.wants_choices
        if clock.date < FIRST:
            return
        ids = state.people.id
        rows = zip(ids[visits.person].tolist(), visits.bill.tolist(), visits.fund.tolist(), strict=True)
        for one, bill, fund in rows:
            self.visited[one] += 1
            self.billed[one] += bill
            self.funded[one] += fund
        for log in logs[0]:
            days = (clock.day - log.stays["start"]).tolist()
            rows = zip(ids[log.stays["person"]].tolist(), (log.bill + log.exam).tolist(), days, strict=True)
            for one, bill, long in rows:
                self.billed[one] += bill
                self.bed_days[one] += long
