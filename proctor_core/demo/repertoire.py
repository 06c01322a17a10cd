"""The demo's sessions: twelve people with habits, some thirty stories over thirty days. Filled in the order of `STORIES`.

Each act of a person begins at the same place of the loop of small motions and lasts as long in every story, so that a look
which was drawn and checked once serves all of them.
"""

from datetime import time, timedelta

from proctor_core.demo.people import PEOPLE, Person
from proctor_core.demo.scenes import LOOP_S, Act
from proctor_core.demo.stories import Absence, Deed, DeedKind, Ending, Happening, Story
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY, FILMED_STUDY

AMARA, TOMAS, MEI, RAFAEL, NADIA, GEORGE, INGRID, KWAME, PRIYA, JONAS, ELENA, SAMIR = PEOPLE
LEE, OKAFOR = "demo.lee", "demo.okafor"

_BEGINS_S: dict[Act, float] = {
    Act.LOOKS_ASIDE: 3.0,
    Act.LOOKS_DOWN: 5.0,
    Act.EYES_ASIDE: 4.0,
    Act.LEAVES: 4.5,
    Act.SECOND_PERSON: 3.5,
    Act.PHONE: 5.5,
    Act.COVERS_LENS: 5.0,
    Act.DIM_LIGHT: 3.0,
    Act.GAP: 4.0,
}
"""Seconds into its loop at which an act begins; each person is up to 3 s later."""
_LASTS_S: dict[Act, float] = {
    Act.LOOKS_ASIDE: 6.5,
    Act.LOOKS_DOWN: 7.0,
    Act.EYES_ASIDE: 7.0,
    Act.LEAVES: 8.0,
    Act.SECOND_PERSON: 8.0,
    Act.PHONE: 8.5,
    Act.COVERS_LENS: 8.0,
    Act.DIM_LIGHT: 9.0,
    Act.GAP: 9.0,
}
_LAST_WORDS_S = 12.0
"""What is left after the last loop that something happens in."""

Deeds = tuple[Deed, ...]


def _loops(person: Person, *acts: tuple[int, Act], longer: dict[int, float] | None = None) -> tuple[Happening, ...]:
    """Happenings by the loop they fall in; `longer` gives one of them another length, in seconds."""
    return tuple(
        Happening(
            at_s=loop * LOOP_S + _BEGINS_S[act] + person.id % 4,
            act=act,
            duration_s=(longer or {}).get(loop, _LASTS_S[act]),
            side=1 if person.id % 2 else -1,
        )
        for loop, act in acts
    )


def _story(
    key: str,
    person: Person,
    days_ago: int,
    at: time,
    *acts: tuple[int, Act],
    loops: int = 0,
    longer: dict[int, float] | None = None,
    ending: Ending = Ending.HANDS_IN,
    absence: Absence | None = None,
    deeds: Deeds = (),
    survey: str = CUSTOMER_STUDY,
) -> Story:
    """A story that ends after its last happening, or after `loops` where nothing happens."""
    happenings = _loops(person, *acts, longer=longer)
    ends_s = max((happening.ends_s for happening in happenings), default=0.0)
    duration_s = max(ends_s + _LAST_WORDS_S, loops * LOOP_S)
    return Story(key, person, duration_s, happenings, days_ago, at, ending, absence, deeds, survey)


def _judged(by: str, kind: DeedKind, reason: str, hours: float = 3.0) -> Deeds:
    """Taken, looked at for some minutes, decided."""
    taken = timedelta(hours=hours)
    return (Deed(taken, by, DeedKind.CLAIMS), Deed(taken + timedelta(minutes=4), by, kind, reason))


def _drawn(days: float = 0.0, by: str | None = None, kind: DeedKind = DeedKind.APPROVES, reason: str = "") -> Deeds:
    """So long after handing in it is drawn for the blind sample; half a day later somebody else judges it, or it waits."""
    drawn = timedelta(days=days, hours=1)
    waits = (Deed(drawn, by or LEE, DeedKind.IS_DRAWN),)
    return waits if by is None else (*waits, Deed(drawn + timedelta(hours=12), by, kind, reason))


QUEUED = (
    _story(
        "queue-aside",
        AMARA,
        8,
        time(11, 15),
        (1, Act.LOOKS_ASIDE),
        (3, Act.PHONE),
        (4, Act.SECOND_PERSON),
        (6, Act.LOOKS_ASIDE),
        (7, Act.PHONE),
        (9, Act.SECOND_PERSON),
        survey=FILMED_STUDY,
    ),
    _story(
        "queue-phone",
        RAFAEL,
        5,
        time(14, 5),
        (1, Act.PHONE),
        (3, Act.LEAVES),
        (4, Act.PHONE),
        (6, Act.COVERS_LENS),
        (7, Act.PHONE),
        survey=FILMED_STUDY,
    ),
    _story(
        "queue-visitor",
        NADIA,
        4,
        time(9, 40),
        (1, Act.SECOND_PERSON),
        (2, Act.LOOKS_ASIDE),
        (4, Act.SECOND_PERSON),
        (5, Act.DIM_LIGHT),
        (7, Act.SECOND_PERSON),
        (8, Act.LOOKS_ASIDE),
        (9, Act.DIM_LIGHT),
        survey=FILMED_STUDY,
    ),
    _story(
        "queue-long-absence",
        GEORGE,
        4,
        time(16, 20),
        (1, Act.LEAVES),
        (4, Act.GAP),
        (6, Act.LOOKS_DOWN),
        longer={1: 34.0, 4: 12.0},
        survey=FILMED_STUDY,
    ),
    _story(
        "queue-came-back",
        TOMAS,
        2,
        time(8, 50),
        (1, Act.LOOKS_DOWN),
        (3, Act.LEAVES),
        (6, Act.LOOKS_DOWN),
        absence=Absence(88.0, 26.0),
        survey=FILMED_STUDY,
    ),
    _story(
        "queue-eyes-and-head",
        MEI,
        2,
        time(15, 30),
        (1, Act.EYES_ASIDE),
        (2, Act.LOOKS_DOWN),
        (4, Act.LOOKS_ASIDE),
        (6, Act.EYES_ASIDE),
    ),
    _story(
        "queue-eyes",
        INGRID,
        1,
        time(10, 25),
        (1, Act.EYES_ASIDE),
        (2, Act.PHONE),
        (4, Act.EYES_ASIDE),
        (5, Act.PHONE),
        (7, Act.EYES_ASIDE),
        survey=FILMED_STUDY,
    ),
    _story(
        "queue-three-kinds",
        KWAME,
        1,
        time(13, 45),
        (1, Act.LOOKS_ASIDE),
        (3, Act.SECOND_PERSON),
        (5, Act.EYES_ASIDE),
        (6, Act.LOOKS_ASIDE),
        survey=FILMED_STUDY,
    ),
)

ESCALATED = (
    _story(
        "onward-looks-down",
        PRIYA,
        4,
        time(9, 10),
        (1, Act.LOOKS_DOWN),
        (3, Act.PHONE),
        (4, Act.LOOKS_DOWN),
        deeds=_judged(
            LEE,
            DeedKind.ESCALATES,
            "Looks down twice, and I see no phone in those stills. In the third one I do. Please look again.",
        ),
    ),
    _story(
        "onward-covered",
        JONAS,
        6,
        time(17, 0),
        (1, Act.COVERS_LENS),
        (6, Act.LOOKS_ASIDE),
        longer={1: 66.0},
        deeds=_judged(
            OKAFOR,
            DeedKind.ESCALATES,
            "Lens covered for more than a minute, answers went on. Is that enough to reject? Please give a second view.",
        ),
    ),
)

RUNNING = (
    _story(
        "running",
        PRIYA,
        0,
        time(0),
        (1, Act.LOOKS_DOWN),
        (3, Act.PHONE),
        (4, Act.LOOKS_DOWN),
        ending=Ending.GOES_ON,
    ),
)

REJECTED = (
    _story(
        "rejected-phone",
        RAFAEL,
        9,
        time(12, 30),
        (1, Act.PHONE),
        (2, Act.PHONE),
        (4, Act.PHONE),
        deeds=_judged(
            OKAFOR, DeedKind.REJECTS, "A phone is held up to the screen three times while questions are open."
        )
        + _drawn(8.0),
    ),
    _story(
        "rejected-second-person",
        ELENA,
        13,
        time(18, 10),
        (1, Act.SECOND_PERSON),
        (3, Act.SECOND_PERSON),
        (4, Act.PHONE),
        deeds=_judged(LEE, DeedKind.REJECTS, "Somebody else reads along and answers are given together.", 16.0),
    ),
    _story(
        "rejected-covered",
        JONAS,
        19,
        time(8, 20),
        (1, Act.COVERS_LENS),
        longer={1: 66.0},
        deeds=_judged(
            OKAFOR, DeedKind.REJECTS, "The lens was covered while four questions were answered; asked twice by mail."
        ),
    ),
    _story(
        "rejected-after-all",
        INGRID,
        24,
        time(15, 15),
        (1, Act.PHONE),
        (2, Act.EYES_ASIDE),
        (4, Act.PHONE),
        deeds=(
            *_judged(LEE, DeedKind.APPROVES, "Looks like a remote control.", 2.0),
            Deed(timedelta(hours=20), LEE, DeedKind.REOPENS, "In the second still the screen of a phone is lit."),
            Deed(timedelta(hours=22), OKAFOR, DeedKind.CLAIMS),
            Deed(timedelta(hours=22, minutes=5), OKAFOR, DeedKind.REJECTS, "It is a phone, in both incidents."),
        ),
    ),
)

APPROVED = (
    _story(
        "approved-window",
        AMARA,
        10,
        time(9, 55),
        (1, Act.LOOKS_ASIDE),
        (3, Act.LOOKS_ASIDE),
        (4, Act.LOOKS_ASIDE),
        deeds=(
            *_judged(LEE, DeedKind.APPROVES, "Looks out of the window while thinking. Nothing else."),
            *_drawn(1.0, OKAFOR, reason="Thinks, and looks out of the window."),
        ),
    ),
    _story(
        "approved-notes-on-paper",
        TOMAS,
        15,
        time(11, 40),
        (1, Act.LOOKS_DOWN),
        (2, Act.LOOKS_DOWN),
        (4, Act.LOOKS_DOWN),
        deeds=_judged(OKAFOR, DeedKind.APPROVES, "Reads a receipt to answer the question about spending.", 5.0),
    ),
    _story(
        "approved-child",
        ELENA,
        17,
        time(16, 45),
        (1, Act.SECOND_PERSON),
        (2, Act.SECOND_PERSON),
        (4, Act.SECOND_PERSON),
        deeds=(
            *_judged(
                OKAFOR, DeedKind.ESCALATES, "A visitor leans in three times. Family, or help with the answers?", 4.0
            ),
            *_judged(LEE, DeedKind.APPROVES, "Says hello and leaves; no answer was given meanwhile.", 21.0),
        ),
    ),
    _story(
        "approved-doorbell",
        SAMIR,
        21,
        time(10, 30),
        (1, Act.LOOKS_ASIDE),
        (2, Act.LEAVES),
        (4, Act.LOOKS_ASIDE),
        deeds=_judged(LEE, DeedKind.APPROVES, "Goes to the door once, looks towards it twice."),
    ),
    _story(
        "approved-second-screen",
        MEI,
        27,
        time(13, 20),
        (1, Act.EYES_ASIDE),
        (2, Act.LOOKS_ASIDE),
        (4, Act.EYES_ASIDE),
        deeds=(
            *_judged(OKAFOR, DeedKind.APPROVES, "Turns to a second screen, where the till receipts are.", 7.0),
            *_drawn(1.0, LEE, DeedKind.REJECTS, "Reads the answers off a second screen."),
        ),
    ),
)

CLEAN = (
    _story("clean-nadia", NADIA, 8, time(9, 30), loops=6, deeds=_drawn(7.0)),
    _story("clean-kwame", KWAME, 11, time(14, 50), (2, Act.LOOKS_ASIDE), loops=5),
    _story("clean-priya", PRIYA, 12, time(12, 5), loops=5, deeds=_drawn(by=OKAFOR)),
    _story(
        "clean-samir",
        SAMIR,
        14,
        time(8, 40),
        (2, Act.LEAVES),
        loops=6,
        deeds=_drawn(by=LEE, kind=DeedKind.REJECTS, reason="Walks out of the room in the middle of a question."),
    ),
    _story("clean-george", GEORGE, 18, time(17, 25), loops=6),
    _story("clean-elena", ELENA, 22, time(10, 10), loops=5),
    _story("clean-amara", AMARA, 25, time(15, 0), (1, Act.LOOKS_ASIDE), loops=5),
    _story("clean-tomas", TOMAS, 29, time(11, 20), loops=6),
)

INTERRUPTED = (
    _story("interrupted-samir", SAMIR, 1, time(16, 5), (1, Act.LEAVES), loops=4, ending=Ending.LEAVES),
    _story("interrupted-kwame", KWAME, 16, time(18, 40), loops=4, ending=Ending.LEAVES),
)

UNWATCHED = (
    Story("commute-jonas", JONAS, 140.0, days_ago=20, at=time(7, 45), survey=COMMUTE_SURVEY),
    Story("commute-ingrid", INGRID, 165.0, days_ago=6, at=time(19, 5), survey=COMMUTE_SURVEY),
)

STORIES = (*QUEUED, *ESCALATED, *RUNNING, *REJECTED, *APPROVED, *CLEAN, *INTERRUPTED, *UNWATCHED)
"""In the order in which they are filled in: the queue first."""
