"""Write the made sections of every document anew: ``python -m sim.experiment.documents``."""

from __future__ import annotations

from sim.experiment.documents.everything import write_all

for path in write_all():
    print(path)
