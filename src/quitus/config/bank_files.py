"""The readers of bank files by themselves: reading one needs no database, key or calendar."""

from quitus.adapters.bank.detect import DetectingReader
from quitus.ports.bank_files import BankFileReader


def bank_files() -> BankFileReader:
    """The reader of every format that Quitus knows."""
    return DetectingReader()
