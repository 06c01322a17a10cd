"""The sign-in cookie: a token, signed so that a made-up value costs no database read."""

import hmac
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer
from pydantic import SecretStr
from starlette.responses import Response

COOKIE_NAME = "proctor_sign_in"


class _ByOurClock(TimestampSigner):
    """By the machine's clock, an open form would be one of the future as soon as that is set back."""

    def __init__(self, *given: Any, clock: Callable[[], float], **named: Any) -> None:
        super().__init__(*given, **named)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock())


class CookieSigner:
    """Writes and reads the value of the sign-in cookie.

    `is_secure` marks it Secure always; over https it is marked in any case. `clock`: seconds since 1970, for forms.
    """

    def __init__(
        self, secret_key: SecretStr, *, is_secure: bool, max_age_s: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._serializer = URLSafeSerializer(secret_key.get_secret_value(), salt="sign-in")
        self.serializer_for_forms = URLSafeTimedSerializer(
            secret_key.get_secret_value(), salt="form", signer=_ByOurClock, signer_kwargs={"clock": clock}
        )
        self._csrf_key = f"csrf {secret_key.get_secret_value()}".encode()
        self._is_secure = is_secure
        self._max_age_s = max_age_s

    def is_secure_for(self, scheme: str) -> bool:
        """Whether a cookie goes back over https only."""
        return self._is_secure or scheme == "https"

    def sign(self, token: str) -> str:
        """The cookie's value for a token."""
        return self._serializer.dumps(token)

    def read(self, value: str | None) -> str | None:
        """The token in a cookie's value; None when there is none or the signature is wrong."""
        if not value:
            return None
        try:
            token = self._serializer.loads(value)
        except BadSignature:
            return None
        return token if isinstance(token, str) else None

    def token_in(self, cookies: Mapping[str, str]) -> str | None:
        """The sign-in token among a browser's cookies; None as for `read`."""
        return self.read(cookies.get(COOKIE_NAME))

    def csrf_token(self, sign_in_token: str) -> str:
        """What pages of this sign-in send along with a change; the same as long as the sign-in lasts."""
        return hmac.new(self._csrf_key, sign_in_token.encode(), sha256).hexdigest()

    def set_on(self, response: Response, token: str, scheme: str = "http") -> None:
        """Put the cookie on a response: HttpOnly, SameSite=Lax, for the whole origin."""
        response.set_cookie(
            COOKIE_NAME,
            self.sign(token),
            max_age=self._max_age_s,
            httponly=True,
            samesite="lax",
            secure=self.is_secure_for(scheme),
            path="/",
        )

    def clear_on(self, response: Response, scheme: str = "http") -> None:
        """Take the cookie off."""
        is_secure = self.is_secure_for(scheme)
        response.delete_cookie(COOKIE_NAME, path="/", httponly=True, samesite="lax", secure=is_secure)
