"""pg_dump and pg_restore: those that came with Quitus or the system's, never older than the server."""

from pathlib import Path

from quitus.config.postgres.binaries import major_version, program_folders
from quitus.domain.refused import Refused

DUMP = "pg_dump"


def client_program(name: str, server_major: int) -> Path:
    """The path of a client program that understands a server of this major version.

    A dump is made by the server's own version where it is there: minor versions keep things in the catalogue that
    only their own pg_dump leaves out (15.20: the attribute option pg_attver, which no other server takes).

    Raises Refused: client_program_missing.
    """
    found = [
        (major, folder / name)
        for folder in program_folders()
        if (folder / name).is_file() and (major := major_version(folder) or 0) >= server_major
    ]
    if name == DUMP:  # the first of those that are equal
        found.sort(key=lambda program: program[0] != server_major)
    if found:
        return found[0][1]
    raise Refused("client_program_missing", program=name, version=server_major)
