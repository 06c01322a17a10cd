"""A mail server on this machine that takes what is handed to it: as much SMTP as `smtplib` speaks. Source: RFC 5321."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """`refuses`: receivers that it does not take."""

    port: int = 0
    received: list[tuple[str, EmailMessage]] = field(default_factory=list[tuple[str, EmailMessage]])
    refuses: set[str] = field(default_factory=set[str])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Runs until the block ends."""
    taken = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            to = ""
            for line in self.rfile:
                word, _, rest = line.decode().strip().partition(" ")
                if word.upper() == "RCPT":
                    to = rest.partition("<")[2].partition(">")[0]
                    self.say("550 nobody of that name" if to in taken.refuses else "250 yes")
                elif word.upper() == "DATA":
                    self.say("354 go on")
                    self.take(to)
                elif word.upper() == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 yes")

        def take(self, to: str) -> None:
            lines = list(iter(self.rfile.readline, b".\r\n"))
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            taken.received.append((to, message))
            self.say("250 taken")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield taken
        finally:
            server.shutdown()
            thread.join()
