"""A program that uses the embedded database, run as a real process by the tests.

python guest.py HOME  prints one line of JSON (addresses, or the refusal), then obeys the words on its input.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from quitus.config.postgres import revive_database, running_database
from quitus.domain.refused import Refused
from quitus.ports.refusals import sentence


def say(word: object) -> None:
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()


def write_rows(owner: str) -> None:
    """Commit numbered rows for ever, saying each number only after the server has said it is committed."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS rows (number bigint)")
        for number in range(1, 1_000_000):
            connection.execute("INSERT INTO rows VALUES (%s)", [number])
            say(number)


def fork(seconds: float) -> int:
    """A child like a web server's worker; it ends by unwinding its copy of our stack."""
    child = os.fork()
    if child == 0:
        time.sleep(seconds)
        raise SystemExit(0)
    return child


def obey(word: str, urls) -> object:
    if word == "write":
        return write_rows(urls.owner)
    if word == "revive":
        return revive_database(Path(sys.argv[1]))
    if word == "fork and wait":
        return os.waitpid(fork(seconds=0.05), 0)[1]
    if word == "fork":
        return fork(seconds=60)
    if word == "start a program":
        sleep = subprocess.Popen(["sleep", "60"], close_fds=False, stdout=subprocess.DEVNULL)
        return sleep.pid
    if word == "modules":
        return sorted(sys.modules)
    raise ValueError(word)


def main() -> None:
    # A suite started in the background by a script (`make test &`) hands down "ignore Ctrl-C".
    signal.signal(signal.SIGINT, signal.default_int_handler)
    started = time.perf_counter()
    try:
        with running_database(Path(sys.argv[1])) as urls:
            say({"app": urls.app, "owner": urls.owner, "seconds": time.perf_counter() - started})
            for line in sys.stdin:
                if line.strip() == "leave":
                    break
                say(obey(line.strip(), urls))
        say("left")
    except Refused as refusal:
        say(
            {
                "refused": refusal.code,
                "facts": {k: str(v) for k, v in refusal.facts.items()},
                "sentences": [sentence(refusal, "fr"), sentence(refusal, "en")],
            }
        )
    except KeyboardInterrupt:
        say("interrupted")


if __name__ == "__main__":
    main()
