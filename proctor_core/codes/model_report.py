"""What the program says of its model files: what each is for, where it came from, what a missing one costs."""

from proctor_core.codes.code import Code


class ModelLabel(Code):
    """What a role is called."""

    FACE_DETECTOR = "face_detector", "Face detector"
    FACE_LANDMARKER = "face_landmarker", "Face landmarks"
    SECOND_FACE_DETECTOR = "second_face_detector", "Second face detector"
    PHONE_DETECTOR = "phone_detector", "Phone detector"
    SECOND_PHONE_DETECTOR = "second_phone_detector", "Second phone detector"


class ModelPurpose(Code):
    """What a file does."""

    FACES = "faces", "finds and counts faces"
    LANDMARKS = "landmarks", "478 points of a face: head pose, gaze, open eyes"
    SECOND_OPINION = "second_opinion", "second opinion before 'no face' and 'multiple faces'"
    PHONES = "phones", "finds phones, and bodies seen from behind"
    OTHER_PHONES = "other_phones", "finds phones that the first phone detector overlooks"


class ModelCost(Code):
    """What the program can't do without the role; the words are those of the roles."""

    FACE_DETECTOR = (
        "face_detector",
        "Faces can't be found or counted: no survey can be proctored on this machine.",
    )
    FACE_LANDMARKER = (
        "face_landmarker",
        "Head pose, gaze and open eyes can't be measured: looking away is not checked.",
    )
    SECOND_FACE_DETECTOR = (
        "second_face_detector",
        "No second opinion before 'no face' and 'multiple faces': these checks are less accurate.",
    )
    PHONE_DETECTOR = "phone_detector", "Phone check not available: no phone is ever reported."
    SECOND_PHONE_DETECTOR = (
        "second_phone_detector",
        "One detector alone looks for phones: more of them are overlooked.",
    )


class ModelOrigin(Code):
    """Where a file comes from."""

    FOLDER = "folder", "models folder"
    CACHE = "cache", "cache"
    CACHED = "cached", "cache, {source}"
    EITHER = "either", "{first} or {other}"
    ADDRESS = "address", "official address: {url}"
    WHEEL_DETECTOR = "wheel_detector", "package index: part of the wheel of mediapipe 0.10.21 (36 MB)"
    WHEEL_LANDMARKER = (
        "wheel_landmarker",
        "package index: assembled from parts of the wheel of mediapipe 0.10.21 (36 MB)",
    )
    NPM_PHONE_DETECTOR = (
        "npm_phone_detector",
        "package index: converted from the npm package @vladmandic/human 1.4.2 (60 MB)",
    )


class ModelNotice(Code):
    """How far it has come while files are fetched."""

    FROM_INDEX = "from_index", "{label}: {size} from the package index"
    CAME = "came", "{label}: {came} of {size}"
    PERCENT = "percent", "{name}: {percent} % of {size}"
    FETCHED = "fetched", "{file}: fetched and checked"


class ProfileName(Code):
    """The second face detector makes the difference: no package carries it."""

    FULL = "full", "full"
    PACKAGE_INDEX = "package index", "package index"
    UNUSABLE = "unusable", "unusable"


class ProfileSentence(Code):
    """What a profile is; the words are those of the profiles."""

    FULL = "full", "every check on the models that it was measured with."
    PACKAGE_INDEX = "package index", "without the second face detector (YuNet), which no package carries."
    UNUSABLE = "unusable", "no survey can be proctored on this machine until the face models are there."


class ProfileLoss(Code):
    """What is less accurate than in the full profile. The figures are those of docs/accuracy.md, "In a closed network"."""

    MULTIPLE_FACES = (
        "multiple_faces",
        "Multiple faces: a group in a still picture is seen as more than one face in 6 of 21 pictures instead of 21 of 21; "
        "in video all incidents are found (4 of 4), with 25 of their 29 seconds instead of 28.",
    )
    LOOKING_AWAY = (
        "looking_away",
        "Looking away: one false incident in 2.1 innocent minutes instead of none; all true ones are found (2 of 2).",
    )
    NO_FACE = (
        "no_face",
        "No face and unclear face: as accurate as in the full profile on the same set (2 of 2, none false).",
    )
    PHONE = "phone", "Phone: not checked at all."
    ONE_PHONE_DETECTOR = (
        "one_phone_detector",
        "Phone: without the second phone detector (YOLOX), which no package carries, in 63 of 98 pictures instead of 74.",
    )


class ReportLine(Code):
    """Lines of the command line's report."""

    PROFILE = "profile", "Profile: {name}, {sentence}"
    INDENTED = "indented", "    {line}"
    MISSING = "missing", "{label}: MISSING"
    THERE = "there", "{label}: {file}, {size}, {purpose}"
    AT = "at", "    at {path}"
    ORIGIN = "origin", "    from {source}"
    CHECKED = "checked", "    SHA-256 {sha256} (checked), licence {licence}"
    TRIED = "tried", "What was tried and did not work:"
    NOTE = "note", "- {note}"
