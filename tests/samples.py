"""Real files by others, kept beside the checkout; tests that need one skip with a message where it is absent."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


def samples(path: str = "") -> Path:
    """The sample file or folder, or a skip that names it."""
    found = SAMPLES / path
    if not found.exists():
        pytest.skip(f"samples not present: shared/samples/{path}")
    return found
