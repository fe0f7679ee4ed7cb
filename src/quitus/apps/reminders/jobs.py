"""What happens by itself: a turn of every firm's day each few minutes, and a look after jobs whose worker died.

Jobs wake in real time and ask the rules what day it is for the firm. Each may run twice.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from quitus.apps.organisations.models import Organisation
from quitus.apps.reminders import daily

SILENT_SECONDS = 60  # a worker tells that it lives every ten seconds


@app.periodic(cron="*/5 * * * *")
@app.task(name="reminders.every_firm", queueing_lock="reminders.every_firm")
def every_firm(timestamp: int) -> None:
    """Queue a turn for each firm; one that still waits is not queued twice."""
    for organisation_id in Organisation.objects.values_list("id", flat=True):
        name = f"reminders.turn:{organisation_id}"
        try:
            turn.configure(queueing_lock=name, lock=name).defer(organisation_id=organisation_id)
        except AlreadyEnqueued:
            continue


@app.task(name="reminders.turn")
def turn(organisation_id: int) -> None:
    """One turn of one firm's day."""
    daily.turn(Organisation.objects.get(id=organisation_id))


@app.periodic(cron="* * * * *")
@app.task(name="reminders.retry_stalled", queueing_lock="reminders.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Queue jobs again whose worker died in the middle: nobody else would.

    Where the next one of its kind waits already, that one does the work: the dead one only stood in its way.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.FAILED, delete_job=True)
