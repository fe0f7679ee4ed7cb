"""A PostgreSQL server of somebody else's: only its administrator's own role, no Quitus."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quitus.config.postgres.binaries import Binaries
from quitus.config.postgres.urls import url
from tests.config.postgres.conftest import fast_folder, force
from tests.config.postgres.guests import identity, programs_for_server


class Server:
    """An administrator's server, as he made it: only his own role, no Quitus."""

    def __init__(self, folder: Path, binaries: Binaries) -> None:
        self.folder = folder
        self.binaries = binaries

    def psql(self, sql: str, role: str = "admin", database: str = "postgres") -> str:
        command = [self.binaries.program("psql"), "-v", "ON_ERROR_STOP=1", "-qAt", self.url(role, database)]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def is_up(self) -> bool:
        """Whether it takes connections by now."""
        try:
            self.psql("SELECT 1")
        except AssertionError:
            return False
        return True

    def url(self, role: str, database: str) -> str:
        return url(role, "trusted anyway", database, str(self.folder), 5432)


@contextmanager
def administrators_server(engine: str) -> Iterator[Server]:
    """The server, of the "wheel" or of "debian-15", until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="quitus-", dir=fast_folder()))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with pytest.MonkeyPatch.context() as patch:
        force(engine, patch)
        binaries = programs_for_server(folder)
    data = folder / "data"
    options = ["-D", data, "-U", "admin", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8"]
    subprocess.run([binaries.program("initdb"), *options], check=True, capture_output=True, **identity(user))
    process = subprocess.Popen(
        [binaries.program("postgres"), "-D", data, "-c", "listen_addresses=", "-k", folder, "-F"],
        stderr=subprocess.DEVNULL,
        **identity(user),
    )
    try:
        server = Server(folder, binaries)
        while not server.is_up():  # its socket answers while it is still starting up
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)
