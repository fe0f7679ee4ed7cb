"""Our standard output: what a person, a file or another program reads, as long as it can be written."""

import io
import os
import sys
from typing import Any

from quitus.domain.refused import Refused

NUMBER = 1  # of the standard output among the open files


class ReaderGone(Exception):
    """Whoever read our output has had enough: `quitus … | head`."""


class _Output(io.FileIO):
    """Tells its own troubles apart from those of every other file; afterwards it swallows what still waits."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            self._swallow()
            raise ReaderGone from None
        except OSError as fault:
            self._swallow()
            raise Refused("output_not_written", reason=fault.strerror or str(fault)) from fault

    def _swallow(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def prepare_output() -> None:
    """Have each trouble of the output told; a terminal that lacks letters shows "?" for them.

    Raises Refused output_closed: the next file or connection would be opened in its place, and get its words.
    """
    if sys.stdout is None:
        raise Refused("output_closed")
    given = sys.__stdout__
    if given is not None and sys.stdout is given:
        given.flush()
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Output(NUMBER, "w", closefd=False)),
            encoding=given.encoding,
            errors="replace",
            line_buffering=given.isatty(),
        )
