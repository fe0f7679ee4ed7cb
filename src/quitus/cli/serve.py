"""`quitus serve`: the whole site from one command."""

import os
import socket
import sys

import click

from quitus.domain.refused import Refused

HOST = "127.0.0.1"
PORT = 8000
WORKER_AFTER = 4.0  # seconds


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 32), help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Open the site: web and worker processes on the embedded database, or on DATABASE_URL."""
    from quitus.config.startup import opened

    refuse_taken(host, port)
    with opened():
        supervise(host, port, workers)


def supervise(host: str, port: int, workers: int = 1) -> None:
    """Run web and worker until a signal; the database is open around it."""
    from quitus.config.postgres import revive_database
    from quitus.config.processes import Supervisor

    # A killed postmaster is started again under its users; committed rows are all there.
    supervisor = Supervisor(dict(os.environ), watch=revive_database)
    supervisor.add("web", [sys.executable, "-m", "quitus.config.web_process", host, str(port), str(workers)])
    # Somebody waits for the first page, nobody for the first job: they would take turns on a small machine.
    supervisor.add("worker", [sys.executable, "-m", "quitus.cli.main", "worker"], after=WORKER_AFTER)
    click.echo(f"Quitus: http://{'localhost' if host == HOST else host}:{port}/   (Ctrl-C)")
    supervisor.run()
    if supervisor.failed:
        sys.exit(1)


def refuse_taken(host: str, port: int) -> None:
    """Refuse clearly when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise Refused("port_taken", host=host, port=port, reason=fault.strerror or "") from None
