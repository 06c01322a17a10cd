"""Every sentence about the numbers by which a survey's sessions are judged."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.language.marking import N_

OWN_NUMBERS = N_("Numbers of its own")
OWN_NUMBERS_HELP = N_(
    "What is left empty follows the profile. Raising a limit or a time finds less and is wrong less often; docs/accuracy.md says "
    "how reliable each check is at the profile's numbers, and of others nobody knows it."
)
VALUE_LABEL: Mapping[str, str] = {
    "pose_off_baseline_deg": N_("Looking away: head off its rest, degrees"),
    "pitch_down_deg": N_("Looking away: head down, degrees"),
    "gaze_off_baseline_deg": N_("Looking away: head and eyes sideways, degrees"),
    "yaw_absolute_deg": N_("Looking away: head sideways whatever its rest, degrees"),
    "phone_score_limit": N_("Phone: least score, 0 to 1"),
    "min_confidence": N_("Unclear face: below this score, 0 to 1"),
    "no_face_onset_s": N_("No face: after seconds"),
    "multiple_faces_onset_s": N_("Multiple faces: after seconds"),
    "looking_away_onset_s": N_("Looking away: after seconds"),
    "mobile_detected_onset_s": N_("Phone: after seconds"),
    "low_confidence_onset_s": N_("Unclear face: after seconds"),
    "violation_threshold": N_("Flagged: at so many violations"),
    "long_violation_s": N_("Flagged: at one violation of seconds"),
    "unseen_limit_s": N_("Flagged: camera lost, covered, frozen or still for seconds"),
    "coverage_floor": N_("Flagged: seen less than this share, 0 to 1"),
}
BY_PROFILE = N_("{label} (profile: {value})")
BY_PROFILES = N_("{label} (relaxed {relaxed}, standard {standard}, strict {strict})")

read_in_language(__name__)
