"""Twenty sessions at once on this machine: how long pages, clicks, previews and cancels take.

``python -m tests.ui.load`` starts the real server on the loopback with work inside it (a batch, and a preview
asked by every session in each round), opens the sessions over HTTP and websocket from this process, and
writes ``tests/ui/load.csv``: one row a measure, with its number, median and 95th percentile in seconds.
Bounded: `SESSIONS` sessions, `ROUNDS` rounds, then everything ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import websockets

SESSIONS, ROUNDS = 20, 2
COUNTY = "beidaihe-2024"
RUNS = 200
"""Runs that the batch has waiting; it is cancelled when the last round is over."""
PATIENCE = 300.0
TABLE = Path(__file__).with_suffix(".csv")
Times = dict[str, list[float]]


def serve() -> None:
    """Run the server with work in it; what was measured is printed as one line of JSON."""
    from sim.ui import serve as server

    threading.Thread(target=_work, daemon=True).start()
    server.main(["--no-open", "--port", "0", "--lang", "en"])


def _work() -> None:
    from sim.errors import Text
    from sim.experiment.batch.job import Job
    from sim.experiment.batch.outcome import execute
    from sim.experiment.batch.version import code_version
    from sim.experiment.preview import size_of
    from sim.scenario import load_scenario
    from sim.ui.office import Desk, calls, office
    from sim.ui.previews import draw_picture

    title = Text("Load", "负载")
    plan = load_scenario(COUNTY)
    times: Times = {"preview": [], "preview, nobody else": [], "cancel": []}

    def batch(desk: Desk) -> None:
        executor = desk.engine.start()
        waiting = [
            executor.submit(execute, Job(plan, seed, 0.02), code_version()) for seed in range(1, RUNS + 1)
        ]
        for done, future in enumerate(waiting, 1):
            future.result()
            desk.tell(done / RUNS)

    sys.stdin.readline()  # the sessions are open
    paced = office().submit("first", lambda desk: desk.call(calls.pace, plan), title=title)
    paced.wait(PATIENCE)
    assert paced.result is not None, paced.error
    size = size_of(plan, plan, paced.result)
    short = plan.with_dates(until=size.until)

    def preview(desk: Desk) -> object:
        return desk.call(draw_picture, short, size.sample, True)

    def shown(session: str, kind: str) -> None:
        asked = time.monotonic()
        ticket = office().submit(session, preview, title=title, urgent=True)
        ticket.wait(PATIENCE)
        assert ticket.state == "done", ticket.error
        times[kind].append(time.monotonic() - asked)

    for _ in range(ROUNDS):
        shown("first", "preview, nobody else")
    running = office().submit("batch", batch, title=title)
    for _ in range(ROUNDS):
        several = [threading.Thread(target=shown, args=(f"s{i}", "preview")) for i in range(SESSIONS)]
        for one in several:
            one.start()
        for one in several:
            one.join()
    done = running.share * RUNS
    running.cancel()
    for _ in range(ROUNDS):
        whole = office().submit("first", lambda desk: desk.call(draw_picture, plan, 0.05, False), title=title)
        while whole.share < 0.02:
            time.sleep(0.01)
        asked = time.monotonic()
        whole.cancel()
        # the processes are free again when a call that needs each of them has come through
        free = [office().submit(f"free{i}", lambda desk: desk.call(os.getpid), title=title) for i in range(2)]
        assert all(one.wait(PATIENCE) for one in free)
        times["cancel"].append(time.monotonic() - asked)
    print("MEASURED " + json.dumps({"times": times, "runs": done, "size": f"{size}"}), flush=True)


class Session:
    """A browser tab without a browser: Solara's websocket, spoken as its own page does."""

    def __init__(self, address: str, times: Times) -> None:
        self.address = address
        self.times = times
        self.button = ""

    async def live(self, over: asyncio.Event) -> None:
        """Open the page, click twice a second until it is over."""
        asked = time.monotonic()
        cookie = await asyncio.to_thread(self._page)
        self.times["page over HTTP"].append(time.monotonic() - asked)
        place = f"{self.address.replace('http', 'ws', 1)}/jupyter/api/kernels/{uuid4()}/channels"
        async with websockets.connect(
            f"{place}?session_id={uuid4()}", additional_headers={"Cookie": cookie}, max_size=None
        ) as self.socket:
            asked = time.monotonic()
            control = uuid4().hex
            await self._send("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
            run = {"method": "run", "args": {"path": "/", "appName": None, "dark": False, "themes": THEMES}}
            await self._send("comm_msg", {"comm_id": control, "data": run})
            await self._hear('"finished"')
            self.times["first drawing"].append(time.monotonic() - asked)
            while not over.is_set():
                asked = time.monotonic()
                click = {"method": "custom", "content": {"event": "click", "data": {}}}
                await self._send("comm_msg", {"comm_id": self.button, "data": click})
                await self._hear('"update"')
                self.times["click"].append(time.monotonic() - asked)
                await self._rest(0.5)

    async def _rest(self, seconds: float) -> None:
        """Wait, reading on: what comes late must not be taken for the answer to the next click."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.socket.recv(), left)

    def _page(self) -> str:
        with urllib.request.urlopen(f"{self.address}/", timeout=PATIENCE) as answer:
            answer.read()
            return "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {
            "msg_id": uuid4().hex,
            "msg_type": kind,
            "session": "load",
            "username": "",
            "version": "5.3",
        }
        await self.socket.send(
            json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content,
                        "channel": "shell", "buffers": []})
        )  # fmt: skip

    async def _hear(self, word: str) -> None:
        """Wait for a message with a word; note the button that switches to the large view."""
        while True:
            heard = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            text = heard if isinstance(heard, str) else heard.decode("utf-8", "replace")
            if "aria-pressed" in text and not self.button and (found := _comm_of(text)):
                self.button = found
            if word in text:
                return


THEMES = {"light": {}, "dark": {}}


def _comm_of(text: str) -> str:
    try:
        content = json.loads(text)["content"]
    except (ValueError, KeyError):
        return ""
    state = content.get("data", {}).get("state", {})
    return str(content["comm_id"]) if "aria-pressed" in (state.get("attributes") or {}) else ""


async def _visit(address: str, times: Times, over: asyncio.Event, begin: Any) -> None:
    sessions = [asyncio.create_task(Session(address, times).live(over)) for _ in range(SESSIONS)]
    while len(times["first drawing"]) < SESSIONS:
        await asyncio.sleep(0.1)
        for one in sessions:
            if one.done():
                one.result()
    begin()
    await asyncio.gather(*sessions)


def main() -> None:
    """Measure, and write the table."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.load", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert server.stdin and server.stdout
    times: Times = {"page over HTTP": [], "first drawing": [], "click": []}
    measured: dict[str, Any] = {}
    try:
        address = next(
            word.rstrip("/") for line in server.stdout for word in line.split() if "http://" in word
        )
        over = asyncio.Event()

        async def all_of_it() -> None:
            loop = asyncio.get_running_loop()

            def follow() -> None:
                for line in server.stdout or ():
                    if line.startswith("MEASURED "):
                        measured.update(json.loads(line[9:]))
                        break
                loop.call_soon_threadsafe(over.set)

            threading.Thread(target=follow, daemon=True).start()

            def begin() -> None:
                assert server.stdin
                server.stdin.write("open\n")
                server.stdin.flush()

            await _visit(address, times, over, begin)

        asyncio.run(asyncio.wait_for(all_of_it(), 600))
    finally:
        server.send_signal(2)
        server.wait(20)
    rows = [
        (name, len(found), *np.quantile(found, (0.5, 0.95)).round(3))
        for name, found in {**times, **measured["times"]}.items()
    ]
    table = pd.DataFrame(rows, columns=["measure", "count", "median_s", "p95_s"])
    table.to_csv(TABLE, index=False, lineterminator="\n")
    print(table.to_string(index=False))
    print(f"runs of the batch done meanwhile: {measured['runs']:.0f}; load {os.getloadavg()}")


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
