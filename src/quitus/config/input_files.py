"""Files that a person names on the command line: opened without trusting what they are."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from quitus.domain.refused import Refused


def open_input(path: Path) -> BinaryIO:
    """The file, for reading. Raises Refused not_a_file for folders, pipes and devices; OSError as `open` does.

    A pipe nobody writes into would keep us waiting for ever, a device would never end, and neither can be read twice.
    """
    _refuse_others(path, path.stat().st_mode)  # merely opening some devices does something
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    try:
        _refuse_others(path, os.fstat(descriptor).st_mode)  # it may have been exchanged meanwhile
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_input(path: Path) -> bytes:
    """All of the file; raises as `open_input`."""
    with open_input(path) as file:
        return file.read()


def _refuse_others(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise Refused("not_a_file", file=str(path))
