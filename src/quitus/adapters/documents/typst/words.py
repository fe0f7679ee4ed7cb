"""The words of a document, by language: data beside the templates (`words/*.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"


@cache
def words(language: str) -> dict[str, Any]:
    """The words in French ("fr"), else in English."""
    name = "fr" if language.startswith("fr") else "en"
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
