"""Chance that can be repeated: by the seed and what is drawn, never by what was drawn before."""

from collections.abc import Sequence
from enum import IntEnum
from random import Random
from typing import TypeVar
from uuid import UUID

Thing = TypeVar("Thing")
_NUMBERS, _KINDS = 40, 4
"""Bits for them within a seed."""


class Drawn(IntEnum):
    """What chance is asked for."""

    TAKER = 1
    SESSION = 2
    ANSWERS = 3
    MODERATOR = 4
    BATCH = 5


def chance_of(seed: int, what: Drawn, number: int) -> Random:
    """The chance of one thing: the same for the same seed and number, whichever were drawn before."""
    return Random((seed << _NUMBERS | number) << _KINDS | what)


def drawn_id(chance: Random) -> UUID:
    """A random UUID, version 4, by this chance."""
    return UUID(int=chance.getrandbits(128), version=4)


def one_of(things: Sequence[Thing], chance: Random) -> Thing:
    """Any of them; some times quicker than `Random.choice`."""
    return things[int(chance.random() * len(things))]
