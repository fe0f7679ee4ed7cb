"""Who uses the server: file locks of the kernel, which forgets the dead by itself.

Process numbers would lie after a crash: they are reused, and the dead leave theirs behind.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_open_locks: set[int] = set()


def _forget_in_child() -> None:
    """A forked child (a web worker) holds copies of our locks, which would outlive us: close them there.

    Closing a copy leaves our own lock in place; only unlocking it would take it from us.
    Programs that are started anew never inherit them.
    """
    while _open_locks:
        os.close(_open_locks.pop())


os.register_at_fork(after_in_child=_forget_in_child)


class Lock:
    """One opened lock file. Usable by the process that opened it, not by those it forks."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._opener = os.getpid()
        _open_locks.add(self.descriptor)

    @property
    def ours(self) -> bool:
        """False in a forked child, where the file is closed and its number may mean another."""
        return self._opener == os.getpid()

    def wait_alone(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)

    def share(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Lock it for ourselves if nobody else has it; a shared lock held before is given up either way."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        if self.ours and self.descriptor in _open_locks:
            _open_locks.discard(self.descriptor)
            os.close(self.descriptor)


@contextmanager
def opened(path: Path) -> Iterator[Lock]:
    lock = Lock(path)
    try:
        yield lock
    finally:
        lock.close()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file for ourselves, waiting for whoever has it."""
    with opened(path) as lock:
        lock.wait_alone()
        yield


def is_held(path: Path) -> bool:
    """Does any living process hold the lock file? Asked only by the one who holds the gate."""
    with opened(path) as lock:
        return not lock.try_alone()
