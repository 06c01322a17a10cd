"""Every sentence about webhooks, for administrators."""

from collections.abc import Mapping

from proctor_core.domain.webhook import DeliveryState, WebhookEvent

TITLE = "Webhooks"
LEAD = (
    "Servers that are told when a session is flagged, submitted, decided or opened again: ids, states and numbers, no names "
    "and no answers. "
    "Each message is signed; how to check that is described in docs/platforms.md."
)
EMPTY = "Webhooks will be listed here once you have added one."
COLUMNS: Mapping[str, str] = {"name": "Name", "url": "Address", "of": "Sessions of", "created": "Since"}
EVERYBODY = "everybody"
ADD = "Add a webhook"
NAME = "Name"
NAME_HELP = "Which server this is."
URL = "Address"
URL_HELP = "Begins with https:// and leads to a server on the internet; redirects are not followed."
PLATFORM = "Only sessions of the platform"
PLATFORM_HELP = "The name of its service token. Empty: the sessions of everybody."
ADDED = "The webhook {name} is added. Copy its secret now: it can't be shown again."
ADDED_TOAST = "The webhook {name} is added."
END = "End a webhook"
END_WHICH = "Webhook"
END_MEANS = "{name} is told nothing from now on, also not what still waits. Its deliveries stay in the log."
END_NOW = "Yes, end it"
ENDED_TOAST = "The webhook {name} has ended."
NONE_TO_END = "There is no webhook, so there is none to end."
LOG_TITLE = "Deliveries"
LOG_LEAD = "The newest {count}. What fails is tried again for about a day, each time after a longer wait."
LOG_EMPTY = "Each message will appear here, with what its server answered."
FAILED = "{count} messages were given up. They can be sent again below."
LOG_COLUMNS: Mapping[str, str] = {
    "at": "When",
    "webhook": "Webhook",
    "event": "What",
    "session": "Session",
    "state": "State",
    "tries": "Tries",
    "answer": "Answer",
}
EVENT: Mapping[WebhookEvent, str] = {
    WebhookEvent.FLAGGED: "flagged",
    WebhookEvent.SUBMITTED: "submitted",
    WebhookEvent.DECIDED: "decided",
    WebhookEvent.REOPENED: "opened again",
}
STATE: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: "… waiting",
    DeliveryState.DELIVERED: "✓ delivered",
    DeliveryState.FAILED: "! given up",
}
AGAIN = "Send a message again"
AGAIN_WHICH = "Message"
AGAIN_MEANS = "It goes out at once, with the same id, so that its server can tell that it knows it already."
AGAIN_NOW = "Send it again"
AGAIN_TOAST = "The message is on its way again."
MESSAGE = "{at}, {webhook}, session {session} {event}, {state}"
