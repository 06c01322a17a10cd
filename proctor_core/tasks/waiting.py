"""Word of work that waits, declared as a task: a message to listening servers, a mail to moderators who want one."""

from collections.abc import Mapping
from functools import partial

from proctor_core.codes.code import Value
from proctor_core.codes.queue_mail import QueueMailText as Text
from proctor_core.language.sentences import sentence
from proctor_core.language.translation import translator
from proctor_core.services.mail.mail_post import MailPost
from proctor_core.services.mail.queue_mail import QueueMailService, WaitingNumbers
from proctor_core.services.webhooks.waiting_news import WaitingNews
from proctor_core.tasks.queue import BackgroundTasks

LOOKS_AGAIN = 10
"""Minutes between two looks."""


def announce_waiting(
    tasks: BackgroundTasks, news: WaitingNews, mails: QueueMailService, post: MailPost | None, public_url: str
) -> None:
    """Declare both; `public_url`: where moderators find the queue, empty where nobody said."""

    def send(to: MailPost, numbers: WaitingNumbers) -> None:
        to.send(numbers.address, *mail_text(numbers, public_url))

    def mail() -> None:
        if post is not None:
            mails.send_due(partial(send, post))

    tasks.every_minutes(LOOKS_AGAIN, "waiting-news", news.announce_due)
    tasks.every_minutes(LOOKS_AGAIN, "waiting-mail", mail)


def mail_text(numbers: WaitingNumbers, public_url: str) -> tuple[str, str]:
    """(subject, text) in the language that the moderator chose for the pages; English where they chose none."""
    says = translator(numbers.language)
    values: Mapping[str, Value] = {
        "waiting": numbers.waiting,
        "escalated": numbers.escalated,
        "hours": numbers.longest_h,
        "address": public_url,
    }
    lines = [Text.WAITING, Text.ESCALATED, Text.LONGEST, *([Text.LINK] if public_url else [])]
    said = "\n".join(sentence(line, values, says) for line in lines)
    return sentence(Text.SUBJECT, values, says), f"{said}\n\n{sentence(Text.WHY, {}, says)}\n"
