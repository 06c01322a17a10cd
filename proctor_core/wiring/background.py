"""The tasks that run beside everything else in the process that serves."""

from proctor_core.services.composition import Services
from proctor_core.services.webhooks.webhook_outbox import call_after_commit
from proctor_core.tasks.deciding import announce_decisions
from proctor_core.tasks.keeping import keep_up_with_store, rewrite_tables, sweep_daily
from proctor_core.tasks.queue import BackgroundTasks, queue_in_file
from proctor_core.tasks.recordings import join_recordings, sweep_uploads
from proctor_core.tasks.statistics import keep_sums
from proctor_core.tasks.waiting import announce_waiting
from proctor_core.tasks.webhooks import deliver_webhooks
from proctor_core.wiring.clock import follow_when, now
from proctor_core.wiring.ground import Ground, mail_post
from proctor_core.wiring.monitoring import Watching


def background_tasks(ground: Ground, services: Services, watching: Watching) -> BackgroundTasks:
    """Declare them; what is committed from now on is told to webhooks, and video that is over is joined."""
    tasks = BackgroundTasks(queue_in_file(ground.data_dir / "tasks.db"))
    retention, monitoring = services.keeping.retention, watching.monitoring
    keep_up_with_store(tasks, retention.identity)
    sweep_daily(tasks, retention, now)
    rewrite_tables(tasks, retention.overwriting)
    keep_sums(tasks, services.keeping.statistics_sums, now)
    tasks.every_minutes(1, "time", follow_when(watching.is_idle))
    if monitoring.keeper:
        monitoring.monitors.video_is_over = join_recordings(tasks, monitoring.keeper.process_due)
    call_after_commit(ground.engine, deliver_webhooks(tasks, services.platforms.webhook_sender))
    services.reviewing.held_decisions.is_held = announce_decisions(tasks, services.reviewing.held_decisions)
    mails, post = services.reviewing.queue_mail, mail_post(ground.settings)
    announce_waiting(tasks, services.platforms.waiting_news, mails, post, ground.settings.public_url)
    sweep_uploads(tasks, services.recordings.uploads)
    return tasks
