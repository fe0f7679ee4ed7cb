"""The passwords of the embedded server's two roles: random, in a file that only its owner can read."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from quitus.config.postgres.home import sync_folder
from quitus.config.postgres.urls import APP, OWNER, DatabaseUrls, parts_of

Passwords = Mapping[str, str]


def new_passwords() -> Passwords:
    return {role: secrets.token_urlsafe(32) for role in (OWNER, APP)}


def read_passwords(path: Path) -> Passwords | None:
    """By role; None when the file is not there, not whole or not for us to read."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return {role: str(known[role]) for role in (OWNER, APP)}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_passwords(path: Path, passwords: Passwords) -> None:
    """Write them for our eyes only, whole or not at all, and onto the disk before going on."""
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(dict(passwords), file)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
    sync_folder(path.parent)


def made_here(urls: DatabaseUrls, passwords: Passwords | None) -> bool:
    """Are these the addresses of the embedded server that has these passwords?"""
    return passwords is not None and parts_of(urls.owner).get("password") == passwords[OWNER]
