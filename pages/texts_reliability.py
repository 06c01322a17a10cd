"""The sentences about how often a check was right where it was measured."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.language.marking import N_, plural
from proctor_core.services.reliability import GroupKind

PAGE_RELIABILITY = N_("How reliable?")
MEASURED_ELSEWHERE = N_("How reliable the checks were where they were measured")
TITLE = N_("How reliable are the checks?")
LEAD = N_(
    "Measured on labelled videos of other people, with some of them in view when the limits were chosen: expect a little less. "
    "What moderators confirmed and dismissed here is under Statistics. A check alleges; only a person decides."
)
CHECK = N_("Check")
RIGHT = N_(
    "**Right when it alleges something:** {share}, {hits} of {of}; in 95 of 100 such measurements {low} to {high}."
)
FOUND = N_("**Found of what was there:** {share}, {hits} of {of}; in 95 of 100 such measurements {low} to {high}.")
NOTHING_RIGHT = N_("**Right when it alleges something:** it alleged nothing.")
NOTHING_FOUND = N_("**Found of what was there:** nothing of this kind was there.")
FALSE = plural(
    "**Where nothing happened:** it alleged something {false} time in {minutes} min; that may be up to {most} times an hour.",
    "**Where nothing happened:** it alleged something {false} times in {minutes} min; that may be up to {most} times an hour.",
    "false",
)
NO_INNOCENT = N_("**Where nothing happened:** not measured.")
KNOWN_AFTER = N_("**Alleged after:** {median} s from when it began, at most {most} s.")
PHONES = N_(
    "**Pictures of phones:** of {shown} pictures with a phone it finds {found} ({share}); of {said} pictures in which it "
    "says that there is one, {right} show one."
)
NOT_MEASURED = N_(
    "This check was not measured: nobody has labelled videos for it. It says that a face could not be seen clearly, not what "
    "somebody did."
)
FEW = N_("Few clips make these figures uncertain: a group of fewer than ten incidents says nothing by itself.")
GROUPS_TITLE = N_("Where it is worse")
GROUP_COLUMNS: Mapping[str, str] = {
    "kind": N_("By"),
    "group": N_("Group"),
    "clips": N_("Clips"),
    "found": N_("Found"),
    "false": N_("False, where nothing happened"),
}
KIND_LABEL: Mapping[GroupKind, str] = {
    GroupKind.LIGHT: N_("Brightness of the picture, 0 to 255"),
    GroupKind.FACE_HEIGHT: N_("Height of the face, share of the picture"),
    GroupKind.FRAMES: N_("Pictures per second"),
    GroupKind.SKIN_TONE: N_("Skin tone, as judged by eye"),
    GroupKind.GLASSES: N_("Glasses"),
}
GROUP_WORD: Mapping[str, str] = {
    "not stated": N_("not stated"),
    "not measurable": N_("not measurable"),
    "light": N_("light"),
    "medium": N_("medium"),
    "dark": N_("dark"),
    "mixed": N_("mixed"),
    "yes": N_("with glasses"),
    "no": N_("without glasses"),
}
"""Words of the manifest of a measured folder; another one is shown as it is."""
UNDER = N_("under {high}")
FROM_TO = N_("{low} to {high}")
FROM = N_("{low} and more")
COUNTED = N_("{hits} of {of}")
FALSE_IN = N_("{false} in {minutes} min")
MEASURED = N_(
    "Measured on {day} with {clips} videos, policy `{policy}`. All figures, every miss, and how to measure: `docs/accuracy.md`."
)
OTHER_MODELS = N_(
    "The models of this installation are not those that were measured: its checks may be better or worse than these figures."
)

read_in_language(__name__)
