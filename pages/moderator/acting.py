"""Who acts at a click: looked up again, since the sign-in may have ended after the page was drawn."""

from db.tables import User
from pages.components.signed_in import signed_in_person
from proctor_core.domain.roles import Role
from proctor_core.errors import NotSignedIn


def signed_in_moderator() -> User:
    """The moderator behind the cookie.

    Raises:
        NotSignedIn: nobody is signed in, or it is not a moderator.
    """
    person = signed_in_person()
    if person is None or person.role is not Role.MODERATOR:
        raise NotSignedIn("expected a signed-in moderator")
    return person
