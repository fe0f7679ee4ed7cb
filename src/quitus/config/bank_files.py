"""The readers of bank files by themselves: reading one needs no database, key or calendar."""

from quitus.adapters.bank.detect import DetectingReader
from quitus.ports.bank_tables import BankTableReader


def bank_files() -> BankTableReader:
    """The reader of every format that Quitus knows."""
    return DetectingReader()
