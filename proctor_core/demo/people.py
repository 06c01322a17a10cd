"""The twelve invented takers and how each of them looks; nobody of them exists.

First step of the demo: `portrait` draws a `Person`, `clips` lets them act, the real checks judge the result.
"""

from dataclasses import dataclass
from enum import StrEnum

Colour = tuple[int, int, int]
"""RGB, 0 to 255."""


class HairStyle(StrEnum):
    """Cuts that `hair` can draw."""

    SHORT = "short"
    SIDE_PART = "side_part"
    CROP = "crop"
    BOB = "bob"
    LONG = "long"
    BUN = "bun"
    CURLY = "curly"
    FRINGE = "fringe"
    RECEDING = "receding"


class Glasses(StrEnum):
    """Frames in front of the eyes."""

    NONE = "none"
    ROUND = "round"
    SQUARE = "square"


class Beard(StrEnum):
    """Hair of the lower face."""

    NONE = "none"
    STUBBLE = "stubble"
    FULL = "full"


class Clothing(StrEnum):
    """What is worn."""

    CREW_NECK = "crew_neck"
    V_NECK = "v_neck"
    SHIRT = "shirt"
    HOODIE = "hoodie"


class RoomKind(StrEnum):
    """What stands behind the person."""

    BOOKSHELF = "bookshelf"
    WINDOW = "window"
    PLANT = "plant"
    LAMP = "lamp"


@dataclass(frozen=True, slots=True)
class Build:
    """Factors around 1 on the average head: what makes two faces of one colour differ."""

    width: float = 1.0
    jaw: float = 1.0
    eyes: float = 1.0
    nose: float = 1.0
    lips: float = 1.0
    brows: float = 1.0


@dataclass(frozen=True, slots=True)
class Person:
    """One invented taker. `id` is also the seed of the small motions, so two people never move alike."""

    id: int
    name: str
    skin: Colour
    hair: Colour
    hair_style: HairStyle
    iris: Colour
    clothing: Clothing
    cloth: Colour
    room: RoomKind
    wall: Colour
    build: Build = Build()
    glasses: Glasses = Glasses.NONE
    beard: Beard = Beard.NONE


_BLACK: Colour = (38, 33, 36)
_DARK_BROWN: Colour = (66, 46, 38)
_BROWN: Colour = (104, 70, 48)
_AUBURN: Colour = (142, 72, 44)
_BLOND: Colour = (206, 168, 108)
_GREY: Colour = (150, 148, 150)

PEOPLE: tuple[Person, ...] = (
    Person(
        1,
        "Amara Osei",
        (141, 91, 66),
        _BLACK,
        HairStyle.CURLY,
        (62, 40, 28),
        Clothing.CREW_NECK,
        (222, 160, 72),
        RoomKind.PLANT,
        (214, 222, 214),
        Build(brows=0.85, width=0.98, lips=1.25, eyes=1.06, nose=1.12),
    ),
    Person(
        2,
        "Tomas Lindqvist",
        (240, 205, 180),
        _BLOND,
        HairStyle.SIDE_PART,
        (92, 128, 150),
        Clothing.SHIRT,
        (120, 152, 184),
        RoomKind.BOOKSHELF,
        (226, 220, 208),
        Build(jaw=1.08, brows=1.05),
        beard=Beard.STUBBLE,
    ),
    Person(
        3,
        "Mei Tanaka",
        (242, 208, 178),
        _BLACK,
        HairStyle.BOB,
        (58, 42, 34),
        Clothing.V_NECK,
        (188, 104, 108),
        RoomKind.WINDOW,
        (208, 216, 224),
        Build(brows=0.8, width=0.98, jaw=0.94, nose=0.9, eyes=1.0),
    ),
    Person(
        4,
        "Rafael Moreno",
        (212, 162, 124),
        _DARK_BROWN,
        HairStyle.SHORT,
        (74, 50, 34),
        Clothing.HOODIE,
        (84, 108, 100),
        RoomKind.LAMP,
        (222, 212, 200),
        Build(jaw=1.1, brows=1.2, nose=1.08),
        beard=Beard.FULL,
    ),
    Person(
        5,
        "Nadia Haddad",
        (226, 182, 148),
        _DARK_BROWN,
        HairStyle.LONG,
        (86, 66, 40),
        Clothing.CREW_NECK,
        (96, 116, 156),
        RoomKind.BOOKSHELF,
        (220, 214, 220),
        Build(jaw=0.95, eyes=1.08, lips=1.12, brows=0.9),
    ),
    Person(
        6,
        "George Whitfield",
        (238, 198, 176),
        _GREY,
        HairStyle.RECEDING,
        (104, 124, 132),
        Clothing.SHIRT,
        (206, 206, 198),
        RoomKind.WINDOW,
        (214, 218, 206),
        Build(width=1.03, jaw=1.05, eyes=0.94, nose=1.14, lips=0.85),
        glasses=Glasses.SQUARE,
    ),
    Person(
        7,
        "Ingrid Sorensen",
        (244, 210, 190),
        _AUBURN,
        HairStyle.FRINGE,
        (98, 134, 108),
        Clothing.V_NECK,
        (70, 104, 108),
        RoomKind.PLANT,
        (228, 218, 206),
        Build(brows=0.8, jaw=0.93, eyes=1.05, nose=0.92),
        glasses=Glasses.ROUND,
    ),
    Person(
        8,
        "Kwame Mensah",
        (112, 72, 54),
        _BLACK,
        HairStyle.CROP,
        (50, 34, 26),
        Clothing.CREW_NECK,
        (176, 184, 192),
        RoomKind.LAMP,
        (206, 214, 222),
        Build(width=1.02, jaw=1.08, lips=1.25, nose=1.18),
        beard=Beard.STUBBLE,
    ),
    Person(
        9,
        "Priya Raman",
        (190, 136, 98),
        _BLACK,
        HairStyle.BUN,
        (58, 40, 28),
        Clothing.V_NECK,
        (150, 88, 122),
        RoomKind.WINDOW,
        (226, 216, 204),
        Build(jaw=0.94, eyes=1.1, lips=1.1, brows=0.9),
    ),
    Person(
        10,
        "Jonas Weber",
        (236, 196, 168),
        _BROWN,
        HairStyle.SHORT,
        (84, 110, 128),
        Clothing.HOODIE,
        (112, 122, 148),
        RoomKind.PLANT,
        (216, 220, 224),
        Build(width=0.97, jaw=1.0, nose=1.05),
        glasses=Glasses.SQUARE,
    ),
    Person(
        11,
        "Elena Petrova",
        (246, 214, 196),
        _BLOND,
        HairStyle.LONG,
        (112, 142, 160),
        Clothing.SHIRT,
        (228, 200, 196),
        RoomKind.LAMP,
        (212, 218, 214),
        Build(brows=0.75, jaw=0.92, eyes=1.06, nose=0.9, lips=1.1),
    ),
    Person(
        12,
        "Samir Khan",
        (200, 148, 110),
        _BLACK,
        HairStyle.SIDE_PART,
        (66, 46, 32),
        Clothing.CREW_NECK,
        (134, 84, 76),
        RoomKind.BOOKSHELF,
        (224, 220, 210),
        Build(jaw=1.04, brows=1.2, nose=1.05),
        beard=Beard.FULL,
    ),
)
