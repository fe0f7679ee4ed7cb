"""The embedded server's life: is it up, start it, stop it, bring it back after a crash.

All of it is done behind the gate (`Place.gate`), by one process at a time.
"""

import os
import subprocess
import time

from quitus.config.postgres.cluster import ensure_cluster
from quitus.config.postgres.engine import Engine, ready_engine
from quitus.config.postgres.home import Place
from quitus.config.postgres.listening import choose_listening
from quitus.config.postgres.passwords import read_passwords
from quitus.config.postgres.postmaster import Postmaster, clear_leftover, read_postmaster
from quitus.config.postgres.settings import write_settings
from quitus.config.postgres.sharing import is_held, opened
from quitus.config.postgres.troubles import complaint, is_grave, refuse_when_full, told
from quitus.config.postgres.urls import APP, DATABASE, OWNER, DatabaseUrls, url
from quitus.config.postgres.user import server_user, surroundings
from quitus.domain.refused import Refused

PATIENCE_SECONDS = 120  # recovery after a crash in the middle of a large import takes its time
LOOK_EVERY_SECONDS = 0.005
START_ATTEMPTS = 3
PORT_TAKEN = "Address already in use"
TURNS_TO_LOG = "redirecting log output"
STARTS = "starting PostgreSQL"


def bring_up(place: Place) -> tuple[DatabaseUrls, bool]:
    """The addresses of the running server, and whether it had to be started for that.

    Waits for a server that is starting, recovering or stopping.
    Raises Refused with one of the codes of this package.
    """
    running = _running(place)
    postmaster = running or _start(place)
    passwords = read_passwords(place.passwords)
    if passwords is None:
        raise Refused("database_passwords_missing", file=str(place.passwords))
    owner, app = (
        url(role, passwords[role], DATABASE, postmaster.host, postmaster.port) for role in (OWNER, APP)
    )
    return DatabaseUrls(app=app, owner=owner), running is None


def stop(place: Place) -> None:
    """Stop the server, if it is up, and wait until its last process is gone.

    Raises Refused("database_not_stopped").
    """
    asked = 0
    give_up = time.monotonic() + PATIENCE_SECONDS
    while is_held(place.alive):
        postmaster = read_postmaster(place)
        if postmaster is not None and postmaster.process != asked:
            asked = postmaster.process
            # As the server's user, who can hit nothing but his own should the file be wrong.
            # Interrupting means: end open transactions, write everything down, go.
            server_user(place).run(["sh", "-c", 'kill -INT "$0"', str(asked)])
        if time.monotonic() > give_up:
            raise Refused("database_not_stopped", log=str(place.log), seconds=PATIENCE_SECONDS)
        time.sleep(LOOK_EVERY_SECONDS)


def _running(place: Place) -> Postmaster | None:
    """The server once it answers; None when no process of it is alive (any more)."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while is_held(place.alive):
        postmaster = read_postmaster(place)
        if postmaster is not None and postmaster.ready and postmaster.answers():
            return postmaster
        if time.monotonic() > give_up:
            raise Refused("database_not_answering", log=str(place.log), seconds=PATIENCE_SECONDS)
        time.sleep(LOOK_EVERY_SECONDS)
    return None


def _start(place: Place) -> Postmaster:
    output = ""
    for _ in range(START_ATTEMPTS):
        postmaster, output = _try_start(place)
        if postmaster is not None:
            return postmaster
        # Between choosing a free port and listening on it, somebody else may have taken it; and a server
        # that dies without a word of its own was killed, perhaps for want of memory.
        if is_grave(output) and PORT_TAKEN not in output:
            break
    refuse_when_full(place.root, output)
    raise Refused("database_not_started", log=str(place.log), reason=complaint(output))


def _try_start(place: Place) -> tuple[Postmaster | None, str]:
    """The server when it came up, else what it said before it died."""
    with opened(place.alive) as alive, told(place.home):
        alive.wait_alone()
        engine = ready_engine(place, alive)
        ensure_cluster(engine)
        before = clear_leftover(place)
        engine.user.own(place.log)
        engine.user.own(place.socket)
        write_settings(place, *choose_listening(place, before))
        said = _launch(engine)
    # From here on only the server itself holds the lock: when it is free, the server is dead.
    with open(said, encoding="utf-8", errors="replace") as words:
        postmaster = _running(place)
        if postmaster is not None:
            return postmaster, ""
        last_words = words.read()
    return None, _since_start(place) if TURNS_TO_LOG in last_words else last_words


def _launch(engine: Engine) -> int:
    """Start the server; what it says before it opens its log comes out of the pipe that is returned.

    It is left without a parent: as our child it would stay a zombie after a crash, which PostgreSQL takes
    for a living server. A pipe, since on a full disk a file would lose the last words.
    """
    place = engine.place
    server = [engine.binaries.program("postgres"), "-D", place.cluster, "-c", f"config_file={place.settings}"]
    reading, writing = os.pipe()
    try:
        subprocess.run(
            ["sh", "-c", '"$@" &', "sh", *map(str, server)],
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            check=False,
            start_new_session=True,  # Ctrl-C in the terminal is meant for Quitus, which stops it in order
            pass_fds=[engine.alive.descriptor],
            **surroundings(),
            **engine.user.identity(),
        )
    finally:
        os.close(writing)
    return reading


def _since_start(place: Place) -> str:
    """What the newest log says since the server last started."""
    logs = sorted(place.log.glob("*.log"), key=lambda log: log.stat().st_mtime)
    if not logs:
        return ""
    return logs[-1].read_text(encoding="utf-8", errors="replace").rpartition(STARTS)[2].partition("\n")[2]
