"""Hands one message to a mail server. Plain text, one receiver, nothing else."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from proctor_core.domain.mail import MailSecurity

TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class MailPost:
    """The server. `user` empty: it asks for no login. Its certificate is checked, whichever way it is spoken to with TLS."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    security: MailSecurity = MailSecurity.STARTTLS

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand it over; the server has it when this returns.

        Raises:
            OSError, of which an SMTPException is one: it has not.
            ValueError: a line break in an address or the subject.
        """
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2].rstrip(">") or None)
        # So that answers of absence and the like are not sent. Source: RFC 3834.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        with self._server() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _server(self) -> smtplib.SMTP:
        if self.security is MailSecurity.TLS:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        if self.security is MailSecurity.STARTTLS:
            try:
                server.starttls(context=ssl.create_default_context())
            except OSError:
                server.close()
                raise
        return server
