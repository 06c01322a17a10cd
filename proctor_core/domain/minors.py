"""What a survey does about takers who are not of age: it is made for adults, a guardian agrees, or there is no camera."""

from enum import StrEnum


class Minors(StrEnum):
    """A survey's word about minors; `unsupported` is what a survey has that says nothing.

    unsupported: for adults alone, and the notice says so.
    guardian_consent: who is not of age needs a parent's or guardian's yes to the camera, which is kept with the consent.
    no_camera: minors may take it, so nobody is watched.
    """

    UNSUPPORTED = "unsupported"
    GUARDIAN_CONSENT = "guardian_consent"
    NO_CAMERA = "no_camera"
