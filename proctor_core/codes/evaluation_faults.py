"""Why a folder can't be scored."""

from proctor_core.codes.code import Code


class EvaluationFault(Code):
    """The values are those in their sentences."""

    NOT_LAID_OUT = "not_laid_out", "expected videos/*.labels.csv or images/<label>/ in it, got {path}"
    LABELS = "labels", "expected t_start,t_end,label in line {line}, got {got}"
    NO_PLACE = "no_place", "expected the line {line} in it, to put the card behind"
