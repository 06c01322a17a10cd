"""The crowd's accounts: takers with drawn names, and moderators who help those of the cast."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from db.bulk_insert import blank_row
from db.tables import User
from proctor_core.demo.crowd.chance import Drawn, chance_of, drawn_id, one_of
from proctor_core.domain.crowd import CROWD
from proctor_core.domain.roles import Role

SESSIONS_EACH = 3
MODERATORS = 4
_FIRST = (
    *(
        "Amara",
        "Ana",
        "Anton",
        "Aylin",
        "Ben",
        "Bea",
        "Carla",
        "Chidi",
        "Clara",
        "Dana",
        "David",
        "Dilan",
        "Elif",
        "Emil",
    ),
    *(
        "Emma",
        "Eva",
        "Farid",
        "Felix",
        "Fatou",
        "Greta",
        "Hana",
        "Hugo",
        "Ida",
        "Ilse",
        "Ines",
        "Ivan",
        "Jan",
        "Jana",
        "Jon",
    ),
    *(
        "Kaya",
        "Kemal",
        "Lara",
        "Leo",
        "Lin",
        "Lucas",
        "Maja",
        "Malik",
        "Marta",
        "Mia",
        "Milan",
        "Mina",
        "Nadia",
        "Nils",
    ),
    *(
        "Noor",
        "Olga",
        "Omar",
        "Paul",
        "Petra",
        "Rafael",
        "Rana",
        "Rosa",
        "Sami",
        "Sara",
        "Sofia",
        "Tariq",
        "Tomas",
        "Uma",
    ),
    *("Vera", "Viktor", "Wei", "Yara", "Yusuf", "Zoe"),
)
_LAST = (
    *(
        "Adler",
        "Aksoy",
        "Alves",
        "Bauer",
        "Berg",
        "Blom",
        "Bosch",
        "Castro",
        "Chen",
        "Costa",
        "Cruz",
        "Demir",
        "Diallo",
    ),
    *("Dubois", "Duarte", "Eklund", "Fischer", "Fontana", "Garcia", "Gruber", "Haddad", "Hansen", "Hoang", "Horvat"),
    *(
        "Ibrahim",
        "Jansen",
        "Jensen",
        "Kaplan",
        "Keller",
        "Kim",
        "Kovacs",
        "Kowalski",
        "Lang",
        "Larsen",
        "Lopez",
        "Lund",
    ),
    *(
        "Martin",
        "Meyer",
        "Moradi",
        "Moreau",
        "Nagy",
        "Ndiaye",
        "Novak",
        "Okafor",
        "Olsen",
        "Papadakis",
        "Park",
        "Peeters",
    ),
    *("Pereira", "Popescu", "Reyes", "Ricci", "Rossi", "Roth", "Santos", "Sato", "Schmid", "Silva", "Singh", "Sousa"),
    *("Tanaka", "Torres", "Tran", "Vogel", "Weber", "Wolf", "Yilmaz", "Zhang"),
)
_BLANK = blank_row(User)
_DRAWN_IN = timedelta(days=34)


def taker_of(session_number: int) -> int:
    """Number of the taker of a session: a few sessions in a row are one person's."""
    return session_number // SESSIONS_EACH


def taker(seed: int, number: int, before: datetime) -> dict[str, Any]:
    """The row of a taker, who was there `before` the crowd's year began."""
    return _account(seed, Drawn.TAKER, number, Role.TAKER, before)


def moderators(seed: int, before: datetime) -> Sequence[dict[str, Any]]:
    """The rows of the crowd's moderators."""
    return [_account(seed, Drawn.MODERATOR, number, Role.MODERATOR, before) for number in range(MODERATORS)]


def _account(seed: int, what: Drawn, number: int, role: Role, before: datetime) -> dict[str, Any]:
    chance = chance_of(seed, what, number)
    return {
        **_BLANK,
        "id": drawn_id(chance),
        "name": f"{CROWD}{seed}.{role}{number}",
        "display_name": f"{one_of(_FIRST, chance)} {one_of(_LAST, chance)}",
        "role": role,
        "is_demo": True,
        "created_at": before - chance.random() * _DRAWN_IN,
    }
