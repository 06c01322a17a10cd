"""The process that judges sessions again: it is sent sessions, reads their observations, and sends back what became of them.

Of its own, so that what is heavy runs beside the program. It knows no database. It lives as long as the pipe by which sessions
come: when that ends, the caller is done or has died.
"""

import gc
import os
import sys
from multiprocessing.connection import Connection

from proctor_core.errors import ProctorError
from proctor_core.media.store import MediaStore
from proctor_core.rejudging.session_judging import judge_session


def main(handle: int, address: str, niceness: int) -> None:
    """`handle`: the pipe; `address`: that of the media store."""
    os.nice(niceness)
    # Modules stay: a collector that looks at them again and again takes 9 of 138 ms a session.
    gc.freeze()
    with Connection(handle) as pipe:
        media = MediaStore.open(address)
        while True:
            try:
                stored, policy = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                pipe.send(judge_session(media, stored, policy))
            except ProctorError as error:
                # Errors of ours can't be sent, what they say can.
                pipe.send(error.coded)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
