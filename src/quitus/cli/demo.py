"""`quitus demo`: a believable firm, built by living through its days, then the site."""

import os
import shutil
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from quitus.cli.serve import HOST, PORT, refuse_taken, supervise
from quitus.domain.refused import Refused

SEED = 20_260_301
OWNER = ("camille@studio-marelle.example", "Camille Rousseau", "demonstration")
DAYS = 548


@click.command()
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--days", default=DAYS, show_default=True, type=click.IntRange(30, 1_000), help="Days to live through."
)
@click.option("--build-only", is_flag=True, help="Build the firm, do not open the site.")
def demo(port: int, days: int, build_only: bool) -> None:
    """Build a believable design studio and open its site; no mail leaves the machine."""
    from quitus.config.postgres import is_in_use
    from quitus.config.startup import started

    if not build_only:
        refuse_taken(HOST, port)
    os.environ.setdefault("QUITUS_PUBLIC_URL", f"http://localhost:{port}")
    home = _home()
    if _interrupted(home):
        if is_in_use(home):
            raise Refused("demo_being_built", home=str(home))
        _throw_away_half_built(home)
    home.mkdir(parents=True, exist_ok=True)
    with started():
        build(home, days)
        email, _, password = OWNER
        click.echo(f"\n  http://localhost:{port}/\n  {email}\n  {password}\n  QUITUS_HOME={home}\n")
        if not build_only:
            supervise(HOST, port)


def build(home: Path, days: int) -> None:
    """Live through the studio's days, once; a whole demonstration is left as it is."""
    from quitus.apps.organisations.models import Organisation

    if Organisation.objects.exists():
        if not _done(home).exists():
            raise Refused("demo_home_in_use", home=str(home))
        return
    _mark(home).touch()
    _live(days)
    _done(home).touch()
    _mark(home).unlink()


def _live(days: int) -> None:
    from random import Random

    from quitus.apps.onboarding.actions import open_firm
    from quitus.apps.organisations.clock import business_today
    from quitus.cli.demonstration.simulation import Simulation
    from quitus.ports.registry import adapters

    organisation: Any
    organisation, owner = open_firm(_studio(), *OWNER, on=date(2025, 1, 1))
    last = business_today(organisation)
    first = last - timedelta(days=days - 1)
    simulation = Simulation(organisation, owner, Random(SEED), adapters().calendars)
    simulation.begin(first)
    with click.progressbar(range(days), label="Studio Marelle", show_pos=False) as progress:
        for place in progress:
            simulation.live(first + timedelta(days=place), last=last)
    organisation.clock_set_to = None
    organisation.save(update_fields=["clock_set_to"])


def _studio() -> Any:
    from quitus.apps.organisations.actions import FirmDetails

    return FirmDetails(
        name="Studio Marelle",
        siren="732829320",
        address="12 rue des Carmes\n25000 Besançon",
        contact_name="Camille Rousseau",
        contact_email="camille@studio-marelle.example",
        contact_phone="01 99 00 12 34",
        account_holder="Studio Marelle",
        iban="FR7630006000011234567890189",
    )


def _home() -> Path:
    """The demonstration's own folder, beside no real data."""
    from quitus.config.postgres import quitus_home

    if "QUITUS_HOME" not in os.environ:
        os.environ["QUITUS_HOME"] = str(quitus_home() / "demo")
    return quitus_home()


def _throw_away_half_built(home: Path) -> None:
    """Our own mark says that nothing but a half-built demonstration is in there; other files are not touched."""
    from quitus.config.postgres import running_database

    # The last one out stops the server, also one that a killed builder left running.
    with suppress(Refused), running_database(home):
        pass
    shutil.rmtree(home / "postgres", ignore_errors=True)


def _mark(home: Path) -> Path:
    return home / "demo-unfinished"


def _done(home: Path) -> Path:
    return home / "demo"


def _interrupted(home: Path) -> bool:
    return _mark(home).exists()
