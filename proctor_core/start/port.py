"""The address that the program listens on, taken before anything is built: a port that is taken is said at once."""

import errno
import socket

from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.errors import MisconfiguredError, PortTaken

BACKLOG = 2048


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens on HOST and PORT.

    Raises:
        PortTaken: another program listens there.
        MisconfiguredError: no such address on this machine, or the port is for root alone.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError) as error:
        raise MisconfiguredError(StartRefusal.NO_HOST, host=host) from error
    taken = socket.socket(family, kind, protocol)
    # So that a restart need not wait for the connections of the run before.
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        raise _refusal(error, host, port) from error
    return taken


def _refusal(error: OSError, host: str, port: int) -> MisconfiguredError | PortTaken:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(StartRefusal.PORT_TAKEN, port=port, other_port=port + 1)
    if error.errno in (errno.EACCES, errno.EPERM):
        return MisconfiguredError(StartRefusal.PORT_OF_ROOT, port=port)
    return MisconfiguredError(StartRefusal.HOST_REFUSED, host=host, error=error.strerror or "")
