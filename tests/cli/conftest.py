"""Commands as a user runs them: another process, with its own home folder, on this run's database."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Ran = tuple[int, str, str]


@pytest.fixture
def quitus(committed, child_environment, run_in, tmp_path: Path) -> Callable[..., Ran]:
    """Runs `quitus …` in `tmp_path`, in French unless told otherwise: (exit code, output, errors)."""

    def run(*arguments: str, language: str = "fr") -> Ran:
        home = {"QUITUS_HOME": str(tmp_path / "home"), "QUITUS_LANGUAGE": language}
        return run_in(child_environment | home, *arguments)

    return run


@pytest.fixture
def run_in(tmp_path: Path) -> Callable[..., Ran]:
    """Runs `quitus …` in `tmp_path` and in this environment, in French where it says nothing else."""

    def run(environment: Mapping[str, str], *arguments: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "quitus.cli.main", *arguments],
            cwd=tmp_path,
            env={"QUITUS_LANGUAGE": "fr", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run
