"""Why a webhook can't be added or tried."""

from proctor_core.codes.code import Code


class WebhookRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    ODD_ADDRESS = (
        "odd_address",
        "expected an address without name, password, fragment, spaces or characters beyond ASCII",
    )
    OWN_NETWORK = "own_network", "the host {host} lies in an own network"
    UNKNOWN_HOST = "unknown_host", "the host {host} is not known"
    WRONG_LENGTH = "wrong_length", "expected 1 to {longest} characters", "longest"
    ENDED = "ended", "this webhook has ended"
    NO_ADDRESS = "no_address", "expected an address that begins with https:// or http://"
    NO_HTTPS_ADDRESS = "no_https_address", "expected an address that begins with https://"
