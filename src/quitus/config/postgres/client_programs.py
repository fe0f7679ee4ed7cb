"""pg_dump and pg_restore: those that came with Quitus or the system's, never older than the server."""

from pathlib import Path

from quitus.config.postgres.binaries import major_version, program_folders
from quitus.domain.refused import Refused


def client_program(name: str, server_major: int) -> Path:
    """The path of a client program that understands a server of this major version.

    Raises Refused: client_program_missing.
    """
    for folder in program_folders():
        program = folder / name
        if program.is_file() and (major_version(folder) or 0) >= server_major:
            return program
    raise Refused("client_program_missing", program=name, version=server_major)
