"""`quitus worker`: jobs alone, beside any number of web processes and other workers."""

from typing import cast

import click


@click.command()
@click.option("--concurrency", default=2, show_default=True, type=click.IntRange(1, 32), help="Jobs at once.")
def worker(concurrency: int) -> None:
    """Run jobs: the daily plan, what leaves, what must be looked at again."""
    from quitus.config.processes import die_with_parent, supervisor
    from quitus.config.startup import started

    if parent := supervisor():
        die_with_parent(parent)
    with started():
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        # Queueing goes through Django's connection, waiting for jobs through one of its own.
        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        with app.replace_connector(connector) as working:
            working.run_worker(concurrency=concurrency, delete_jobs="successful", wait=True)
