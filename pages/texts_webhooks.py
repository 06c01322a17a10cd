"""Every sentence about webhooks, for administrators."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.webhook import DeliveryState, WebhookEvent
from proctor_core.language.marking import N_, plural

TITLE = N_("Webhooks")
LEAD = N_(
    "Servers that are told when a session is flagged, submitted, decided or opened again: ids, states and numbers, no names "
    "and no answers. "
    "Each message is signed; how to check that is described in docs/platforms.md."
)
EMPTY = N_("Webhooks will be listed here once you have added one.")
COLUMNS: Mapping[str, str] = {"name": N_("Name"), "url": N_("Address"), "of": N_("Sessions of"), "created": N_("Since")}
EVERYBODY = N_("everybody")
ADD = N_("Add a webhook")
NAME = N_("Name")
NAME_HELP = N_("Which server this is.")
URL = N_("Address")
URL_HELP = N_("Begins with https:// and leads to a server on the internet; redirects are not followed.")
PLATFORM = N_("Only sessions of the platform")
PLATFORM_HELP = N_("The name of its service token. Empty: the sessions of everybody.")
ADDED = N_("The webhook {name} is added. Copy its secret now: it can't be shown again.")
ADDED_TOAST = N_("The webhook {name} is added.")
END = N_("End a webhook")
END_WHICH = N_("Webhook")
END_MEANS = N_("{name} is told nothing from now on, also not what still waits. Its deliveries stay in the log.")
END_NOW = N_("Yes, end it")
ENDED_TOAST = N_("The webhook {name} has ended.")
NONE_TO_END = N_("There is no webhook, so there is none to end.")
LOG_TITLE = N_("Deliveries")
LOG_LEAD = plural(
    "The newest {count} message. What fails is tried again for about a day, each time after a longer wait.",
    "The newest {count} messages. What fails is tried again for about a day, each time after a longer wait.",
)
LOG_EMPTY = N_("Each message will appear here, with what its server answered.")
FAILED = plural(
    "{count} message was given up. It can be sent again below.",
    "{count} messages were given up. They can be sent again below.",
)
LOG_COLUMNS: Mapping[str, str] = {
    "at": N_("When"),
    "webhook": N_("Webhook"),
    "event": N_("What"),
    "session": N_("Session"),
    "state": N_("State"),
    "tries": N_("Tries"),
    "answer": N_("Answer"),
}
EVENT: Mapping[WebhookEvent, str] = {
    WebhookEvent.FLAGGED: N_("flagged"),
    WebhookEvent.SUBMITTED: N_("submitted"),
    WebhookEvent.DECIDED: N_("decided"),
    WebhookEvent.REOPENED: N_("opened again"),
    WebhookEvent.QUEUE_WAITING: N_("waits long"),
    WebhookEvent.APPEAL_ANSWERED: N_("appeal answered"),
}
STATE: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: N_("… waiting"),
    DeliveryState.DELIVERED: N_("✓ delivered"),
    DeliveryState.FAILED: N_("! given up"),
}
AGAIN = N_("Send a message again")
AGAIN_WHICH = N_("Message")
AGAIN_MEANS = N_("It goes out at once, with the same id, so that its server can tell that it knows it already.")
AGAIN_NOW = N_("Send it again")
AGAIN_TOAST = N_("The message is on its way again.")
MESSAGE = N_("{at}, {webhook}, session {session} {event}, {state}")

read_in_language(__name__)
