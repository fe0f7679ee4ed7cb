"""Where the data lies: the home folder of Quitus and what the embedded server keeps in it."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from quitus.config.postgres.troubles import told
from quitus.domain.refused import Refused


def quitus_home() -> Path:
    """`QUITUS_HOME`, else the user's data folder; as root `/var/lib/quitus`.

    Root's own home is closed to the database's user, hence the other place. Raises Refused home_not_usable.
    """
    chosen = os.environ.get("QUITUS_HOME", "")
    if chosen:
        try:
            return Path(chosen).expanduser().absolute()
        except RuntimeError as fault:  # "~somebody/quitus" of nobody's
            raise Refused("home_not_usable", folder=chosen, reason=str(fault)) from fault
    if os.geteuid() == 0:
        return Path("/var/lib/quitus")
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rules: a relative path there is to be ignored.
    return (Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share") / "quitus"


@dataclass(frozen=True, slots=True)
class Place:
    """The files of the embedded server of one home."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory; exists only once it is whole."""
        return self.root / "cluster"

    @property
    def socket(self) -> Path:
        return self.root / "socket"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def binaries(self) -> Path:
        """Copies of PostgreSQL, only where the server's user cannot reach the installed one."""
        return self.root / "binaries"

    @property
    def passwords(self) -> Path:
        return self.root / "passwords.json"

    @property
    def settings(self) -> Path:
        return self.root / "postgresql.conf"

    @property
    def access(self) -> Path:
        """PostgreSQL's list of who may connect from where (`pg_hba.conf`)."""
        return self.root / "pg_hba.conf"

    @property
    def gate(self) -> Path:
        """Locked by the one who starts, stops or looks; nobody else does meanwhile."""
        return self.root / "gate.lock"

    @property
    def users(self) -> Path:
        """Locked, shared, by each user of the server for as long as they use it."""
        return self.root / "users.lock"

    @property
    def alive(self) -> Path:
        """Locked by the server's own processes: the proof, without process numbers, that it lives."""
        return self.root / "alive.lock"


def make_place(home: Path) -> Place:
    """The place of that home, made where it is missing.

    Raises Refused: home_not_usable, disk_full, home_of_another_user.
    """
    place = Place(home.absolute())
    make_home(place.home)
    _make_own(place.root)
    owner = place.root.stat().st_uid
    # Nor may root write in a folder where somebody else can put a link in the way of each file.
    if owner != os.geteuid():
        raise Refused("home_of_another_user", folder=str(place.root), user=user_name(owner))
    return place


def make_home(home: Path) -> None:
    """Make the home where it is missing; raises Refused: home_not_usable, disk_full."""
    for parent in reversed(home.parents):
        _make(parent, 0o755)
    _make_own(home)


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def sync_folder(folder: Path) -> None:
    """Have a rename in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_own(folder: Path) -> None:
    """Root's is passable (not listable) for others, since the server runs as another user."""
    _make(folder, 0o711 if os.geteuid() == 0 else 0o700)


def _make(folder: Path, mode: int) -> None:
    with told(folder):
        if not folder.is_dir():
            try:
                folder.mkdir(exist_ok=True)
            except (
                FileNotFoundError
            ) as fault:  # its parent is there: a place like /proc, where nothing is made
                reason = f"{fault.strerror}: {folder}"
                raise Refused("home_not_usable", folder=str(folder), reason=reason) from fault
            # mkdir obeys the umask, which is 077 for a careful root: then the server could not pass.
            folder.chmod(mode)
