"""`quitus worker`: jobs alone, beside any number of web processes and other workers."""

import os

import click


@click.command()
@click.option("--concurrency", default=2, show_default=True, type=click.IntRange(1, 32), help="Jobs at once.")
def worker(concurrency: int) -> None:
    """Run jobs: the daily plan, what leaves, what must be looked at again."""
    from quitus.config.processes import PARENT, die_with_parent
    from quitus.config.startup import started

    if os.environ.get(PARENT):
        die_with_parent()
    with started():
        from procrastinate.contrib.django import app

        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(concurrency=concurrency, delete_jobs="successful", wait=True)
