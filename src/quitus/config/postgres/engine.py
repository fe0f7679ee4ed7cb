"""One home's PostgreSQL made ready to be worked with: which programs, run by whom, on which folders."""

from dataclasses import dataclass
from pathlib import Path

from quitus.config.postgres.binaries import Binaries, find_binaries, within_reach
from quitus.config.postgres.home import Place
from quitus.config.postgres.sharing import Lock
from quitus.config.postgres.user import Outcome, ServerUser, refuse_closed_home, server_user
from quitus.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Engine:
    place: Place
    binaries: Binaries
    user: ServerUser
    alive: Lock
    """Handed to every program that works on the cluster: as long as one lives, the lock is held."""

    def run(self, name: str, *arguments: str | Path, stdin: str = "") -> Outcome:
        """Run one of PostgreSQL's programs to its end."""
        command = [self.binaries.program(name), *arguments]
        return self.user.run(command, stdin=stdin, pass_fds=[self.alive.descriptor])


def ready_engine(place: Place, alive: Lock) -> Engine:
    """Find the programs that fit the home's cluster (or, without one, a new cluster) and its user.

    Raises Refused: server_user_missing, home_closed_to_server, cluster_not_whole, cluster_other_version,
    postgres_missing, postgres_bin_unusable, postgres_closed_to_server, disk_full, program_not_started.
    """
    user = server_user(place)
    refuse_closed_home(place, user)
    binaries = find_binaries(cluster_major(place), place.cluster)
    return Engine(place, within_reach(binaries, user, place), user, alive)


def cluster_major(place: Place) -> int | None:
    """PostgreSQL's major version that made the cluster; None when there is no cluster yet.

    Raises Refused("cluster_not_whole") for a folder that no PostgreSQL made: ours are whole or not there.
    """
    if not place.cluster.exists():
        return None
    try:
        return int((place.cluster / "PG_VERSION").read_text(encoding="ascii"))
    except (OSError, ValueError):
        raise Refused("cluster_not_whole", folder=str(place.cluster)) from None
