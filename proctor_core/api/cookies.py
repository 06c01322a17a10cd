"""The sign-in cookie: a token, signed so that a made-up value costs no database read."""

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from pydantic import SecretStr
from starlette.responses import Response

COOKIE_NAME = "proctor_sign_in"


class CookieSigner:
    """Writes and reads the value of the sign-in cookie.

    `is_secure` marks it Secure always; over https it is marked in any case.
    """

    def __init__(self, secret_key: SecretStr, *, is_secure: bool, max_age_s: int) -> None:
        self._serializer = URLSafeSerializer(secret_key.get_secret_value(), salt="sign-in")
        self.serializer_for_forms = URLSafeTimedSerializer(secret_key.get_secret_value(), salt="form")
        self.csrf_key = f"csrf {secret_key.get_secret_value()}".encode()
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
