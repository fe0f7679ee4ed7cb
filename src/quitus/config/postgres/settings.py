"""How the embedded server is set up: small, safe, heard by nobody but this machine's Quitus."""

from pathlib import Path

from quitus.config.postgres.home import Place
from quitus.config.postgres.urls import APP, OWNER

SOCKET_PORT = 5432  # only names the socket's file; nothing listens there on the network
OWN_SETTINGS = "own.conf"
WHO_MAY_COME = (f"local all {OWNER},{APP}", f"host all {OWNER},{APP} 127.0.0.1/32")
SETTINGS: dict[str, str] = {
    "max_connections": "60",
    "shared_buffers": "128MB",
    "fsync": "on",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # The default weekday names make a week of logs that overwrite themselves.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "%m [%p] %u@%d ",
    # Parallel queries want /dev/shm, of which a container has 64 MB: they would fail there, and only there.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    # Debian's PostgreSQL has just-in-time compilation, the wheel's has not: be the same on both.
    "jit": "off",
}


def write_settings(place: Place, host: str, port: int) -> None:
    """Write the server's settings anew, so that an upgrade of Quitus changes them for old clusters too.

    They lie outside the cluster: root must not write into a folder that another user owns.
    `own.conf` beside them is the administrator's and has the last word.
    """
    local = host.startswith("/")
    where = {
        "listen_addresses": "" if local else host,
        "port": str(port),
        # Quoted once more: the setting is a list, of which this is one folder.
        "unix_socket_directories": f'"{host}"' if local else "",
        "hba_file": str(place.access),
        "log_directory": str(place.log),
    }
    lines = ["# Written by Quitus at each start. Your own settings go into own.conf, in this folder."]
    lines += [f"{name} = {_quoted(value)}" for name, value in {**SETTINGS, **where}.items()]
    lines += [f"include = {_quoted(OWN_SETTINGS)}"]
    _write(place.settings, lines)
    own = place.root / OWN_SETTINGS
    if not own.exists():
        _write(own, ["# Your own settings for the embedded PostgreSQL; they take effect at its next start."])
    # The server's superuser has no password and no line here: nobody can come in as that role.
    _write(place.access, [f"{who} scram-sha-256" for who in WHO_MAY_COME])


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o644)  # no secret in it, and the server runs as another user


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
