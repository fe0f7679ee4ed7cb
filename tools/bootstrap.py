"""Make the virtual environment and put a pinned `uv` into it: the one step before any library is there.

Works with nothing but Python 3.11. Debian keeps pip apart, in packages that only root may install; then pip is
borrowed out of such a package, which anybody may download and unpack: nothing is installed outside `folder`.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "run.txt"


def main(folder: str) -> int:
    """Create `folder` with uv inside; 0 when ready, 1 with a sentence when something is missing."""
    if sys.version_info < (3, 11):
        return fail(f"Quitus needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    whole = has_pip_inside()
    with tempfile.TemporaryDirectory() as scratch:
        pip = ["-m", "pip"] if whole else borrowed_pip(Path(scratch))
        if not pip:
            return fail(
                "This Python cannot make a virtual environment with pip.\n"
                "Install Debian's package python3-venv (as root: apt-get install python3-venv), then try again."
            )
        make = [sys.executable, "-m", "venv", "--clear", *([] if whole else ["--without-pip"]), folder]
        subprocess.run(make, check=True)
        pinned = Path(scratch, "uv.txt")
        pinned.write_text(pinned_lines("uv"))
        command = [f"{folder}/bin/python", *pip, "install", "-q", "--require-hashes", "-r", str(pinned)]
        if subprocess.run(command, check=False).returncode:
            return fail("The package index could not be reached. Check the network and try again.")
    return 0


def has_pip_inside() -> bool:
    """Whether this Python brings the pip that goes into a new environment (Debian's does not)."""
    probe = subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False)
    return probe.returncode == 0


def borrowed_pip(scratch: Path) -> list[str]:
    """Words that run pip out of Debian's package python3-pip-whl, unpacked in `scratch`; [] where there is none."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return []
    # Lists of our own when the machine's are missing (a container image) or older than the mirror.
    (scratch / "lists" / "partial").mkdir(parents=True)
    own = [f"-oDir::State::lists={scratch}/lists", f"-oDir::Cache={scratch}", "-oAPT::Sandbox::User="]
    fetch = ["download", "-qq", "python3-pip-whl"]
    for commands in ([fetch], [[*own, "update", "-qq"], [*own, *fetch]]):
        if all(quietly(["apt-get", *words], scratch) for words in commands):
            break
    for package in scratch.glob("python3-pip-whl_*.deb"):
        quietly(["dpkg-deb", "--extract", package.name, "."], scratch)
    # A wheel is a zip, and Python runs a program inside a zip by its path.
    return [f"{wheel}/pip" for wheel in sorted(scratch.glob("usr/share/python-wheels/pip-*.whl"))[-1:]]


def quietly(command: list[str], folder: Path) -> bool:
    """Run a program in `folder` without its words; whether it succeeded."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def pinned_lines(package: str) -> str:
    """The lock's entry of one package, hashes included."""
    found = re.search(rf"^{package}==.*(?:\n +--hash=.*)*", LOCK.read_text(), re.MULTILINE)
    if not found:
        raise SystemExit(f"{LOCK} does not pin {package}")
    return found.group(0) + "\n"


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
