"""Several processes that live and die together: the web and the worker under one supervisor."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

PR_SET_PDEATHSIG = 1  # Linux: <sys/prctl.h>
TURN, WATCH_EVERY = 0.1, 20  # seconds, turns
PATIENCE = 10.0  # seconds that a child has to stop by itself
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # before a child that fell over is started again
PARENT = "QUITUS_PARENT_PROCESS"
NEVER_AGAIN = 78  # how a child ends that would only fail in the same way once more: EX_CONFIG of <sysexits.h>


def die_with_parent(expected: int | None = None) -> None:
    """End this process when its parent ends, however that one dies; `kill -9` leaves no orphan.

    The kernel does it on Linux. Elsewhere a thread looks once a second. `expected`: the parent's id as it told
    us, for it may have died while we were starting.
    """
    parent = expected or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it died meanwhile
        os.kill(os.getpid(), signal.SIGTERM)


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def supervisor() -> int | None:
    """The id of the supervisor that started this process; None without one."""
    told = os.environ.get(PARENT, "")
    return int(told) if told.isdigit() else None


@dataclass(slots=True)
class Child:
    """A program to keep running. `falls` counts how often it fell over in a row."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    falls: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Starts children, starts a fallen one again, and stops them all on SIGTERM, Ctrl-C or `NEVER_AGAIN`."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    watch: Callable[[], object] = lambda: None  # looked after together with the children, every two seconds
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    failed: bool = False  # a child said that it is of no use to start it again

    def add(self, name: str, command: Sequence[str], *, after: float = 0) -> None:
        """A program to run from now on, or so many seconds later."""
        self.children.append(Child(name, command, start_again_at=time.monotonic() + after))

    def run(self) -> None:
        """Until a signal says stop; then every child is stopped before this returns."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        turns = 0
        try:
            while not self.stopping:
                if turns % WATCH_EVERY == 0:
                    self.watch()
                for child in self.children:
                    self._look_after(child)
                time.sleep(TURN)
                turns += 1
        finally:
            self._stop_children()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is None:
            if now - child.started_at > LONGEST_PAUSE:
                child.falls = 0
            return
        if child.process is not None and child.process.returncode == NEVER_AGAIN:
            self.failed = self.stopping = True
            return
        if child.process is not None:
            pause = min(FIRST_PAUSE * 2 ** min(child.falls, 6), LONGEST_PAUSE)
            sys.stderr.write(
                f"quitus: {child.name} ended ({child.process.returncode}), again in {pause:g} s\n"
            )
            child.falls, child.start_again_at, child.process = child.falls + 1, now + pause, None
        if now >= child.start_again_at:
            child.started_at = now
            # A session of its own: Ctrl-C reaches the supervisor alone, which stops children in order.
            child.process = subprocess.Popen(
                [*child.command], env={**self.environment, PARENT: str(os.getpid())}, start_new_session=True
            )

    def _stop_children(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # with its own children: each is a session of its own
                process.wait()
