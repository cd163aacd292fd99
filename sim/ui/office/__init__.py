"""The office: where the workbench has its runs done, one pool of processes for all who use it.

Nothing here knows of pages; nothing here imports a numerical library.
"""

from sim.ui.office.desk import Desk, Work
from sim.ui.office.office import Office, close_office, office
from sim.ui.office.stopping import Cancelled
from sim.ui.office.ticket import Ticket

__all__ = ["Cancelled", "Desk", "Office", "Ticket", "Work", "close_office", "office"]
