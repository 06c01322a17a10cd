"""Everything that can be drawn on one sheet, to look at: `python -m proctor_core.demo.contact_sheet OUT.png`."""

import sys
from pathlib import Path

import cv2
import numpy as np

from proctor_core.demo.clips import Clip, frame_at
from proctor_core.demo.people import PEOPLE, Person
from proctor_core.demo.scenes import Act, Scene
from proctor_core.demo.stencil import HEIGHT, WIDTH
from proctor_core.domain.observation import Picture

_ACTS = tuple(act for act in Act if act is not Act.GAP)
_SCENE_S, _SHOWN_S = 8.0, 4.6
_COLUMNS = 4


def contact_sheet(people: tuple[Person, ...] = PEOPLE) -> Picture:
    """Each person reading, then one person in each act; RGB uint8, four pictures a row."""
    pictures = [_scene_of(person, Act.READS) for person in people]
    pictures += [_scene_of(people[index % len(people)], act) for index, act in enumerate(_ACTS)]
    pictures += [np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)] * (-len(pictures) % _COLUMNS)
    rows = [np.hstack(pictures[start : start + _COLUMNS]) for start in range(0, len(pictures), _COLUMNS)]
    return np.vstack(rows)


def _scene_of(person: Person, act: Act) -> Picture:
    picture = frame_at(Clip(person, (Scene(act, _SCENE_S, side=1 if person.id % 2 else -1),)), _SHOWN_S)
    return np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8) if picture is None else picture


if __name__ == "__main__":
    target = Path(sys.argv[1])
    cv2.imwrite(str(target), cv2.cvtColor(contact_sheet(), cv2.COLOR_RGB2BGR))
