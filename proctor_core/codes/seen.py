"""What was measured when a violation was alleged or a signal raised: facts and limits only, no judgement of the person."""

from proctor_core.codes.code import Code


class Turn(Code):
    """Which way somebody looks away."""

    HEAD_LEFT = "head_left", "head turned left"
    HEAD_RIGHT = "head_right", "head turned right"
    HEAD_UP = "head_up", "head turned up"
    HEAD_DOWN = "head_down", "head turned down"
    EYES_LEFT = "eyes_left", "eyes turned left"
    EYES_RIGHT = "eyes_right", "eyes turned right"
    EYES_UP = "eyes_up", "eyes turned up"
    EYES_DOWN = "eyes_down", "eyes lowered or closed"
    HEAD_AND_EYES_LEFT = "head_and_eyes_left", "head and eyes turned left"
    HEAD_AND_EYES_RIGHT = "head_and_eyes_right", "head and eyes turned right"
    HEAD_AND_EYES_UP = "head_and_eyes_up", "head and eyes turned up"
    HEAD_AND_EYES_DOWN = "head_and_eyes_down", "head and eyes lowered"


class ViolationReason(Code):
    """Why a violation is alleged; `positive` of `looks` met the condition, `measured` is the value at the peak."""

    NO_FACE = (
        "no_face",
        "No face in {positive} of {looks} looks; best face score {measured:.2f}, needed {limit:.2f}",
        "looks",
    )
    MULTIPLE_FACES = (
        "multiple_faces",
        "More than one face in {positive} of {looks} looks; up to {measured:.0f} faces",
        "measured",
    )
    LOOKING_AWAY = (
        "looking_away",
        "Looking away in {positive} of {looks} looks: {turn}, up to {measured:.0f} degrees; limit {limit:.0f}",
        "measured",
    )
    OUT_OF_SIGHT = (
        "out_of_sight",
        "Looking away in {positive} of {looks} looks: head turned or lowered out of sight",
        "looks",
    )
    PHONE = "phone", "Phone seen in {positive} of {looks} looks, best score {measured:.2f}; limit {limit:.2f}", "looks"
    STEADY_PHONE = (
        "steady_phone",
        "Phone seen in {positive} of {looks} looks, best score {measured:.2f}; limit {limit:.2f} over {window_s:.0f} s",
        "looks",
    )
    LOW_CONFIDENCE = (
        "low_confidence",
        "Face hardly recognisable in {positive} of {looks} looks; lowest face score {measured:.2f}, needed {limit:.2f}",
        "looks",
    )
    REPORTED_AND_SEEN = (
        "reported_and_seen",
        "Reported by the taker's browser with confidence {confidence:.2f}; the server sees the same in its picture",
    )
    REPORTED_NOT_SEEN = (
        "reported_not_seen",
        "Reported by the taker's browser with confidence {confidence:.2f}; the server does not see it in its picture",
    )
    REPORTED_UNCHECKED = (
        "reported_unchecked",
        "Reported by the taker's browser with confidence {confidence:.2f}; no picture that the server could check",
    )


class SignalReason(Code):
    """What a technical state was seen by."""

    BLACK_PICTURE = "black_picture", "black or featureless picture, contrast {contrast:.1f}"
    DARK_PICTURE = "dark_picture", "brightness {brightness:.0f} of 255"
    SAME_IMAGE = "same_image", "the camera delivers the same image again"
    NOTHING_MOVES = "nothing_moves", "new images, but nothing moves and nobody blinks"
    NO_PICTURE_COMES = "no_picture_comes", "connected, but no picture comes"
    CONNECTION_GONE = "connection_gone", "the connection is gone"
    PAGE_AWAY = "page_away", "the page was closed or out of reach"
    PAGE_IN_BACKGROUND = "page_in_background", "the survey's page was in the background"
    PAGE_OR_SERVER_AWAY = "page_or_server_away", "the page was closed, or the server was away"
    NO_HEARTBEATS = "no_heartbeats", "the browser's heartbeats did not come"
