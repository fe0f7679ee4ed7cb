"""Make the virtual environment and put a pinned `uv` into it: the one step before any library is there.

Works with nothing but Python 3.11 and its `venv`. Debian ships `venv` without `ensurepip` unless
`python3-venv` is installed: as root we install that package, else we say which one is missing.
"""

import os
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
    if not can_make_environments() and not install_debian_package("python3-venv"):
        return fail(
            "This Python cannot make a virtual environment with pip.\n"
            "Install Debian's package python3-venv (as root: apt-get install python3-venv), then try again."
        )
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write(pinned_lines("uv"))
        pinned.flush()
        command = [
            f"{folder}/bin/python",
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            pinned.name,
        ]
        if subprocess.run(command, check=False).returncode:
            return fail("The package index could not be reached. Check the network and try again.")
    return 0


def can_make_environments() -> bool:
    """Whether both halves of `python -m venv` are here (Debian splits them)."""
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return probe.returncode == 0


def install_debian_package(name: str) -> bool:
    """Install a Debian package when we may; False when this is not Debian or we are not root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name]):
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


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
