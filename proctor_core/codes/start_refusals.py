"""Why the program does not start, or a command of its command line does nothing."""

from proctor_core.codes.code import Code


class StartRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NO_FOLDER = "no_folder", "the data folder {folder} can't be written: {error}"
    NO_ROOM = (
        "no_room",
        "expected {wanted_mb:.0f} MB of free disk in the data folder {folder}, found {free_mb:.0f} MB",
    )
    SERVED_BY = (
        "served_by",
        "the data folder {folder} is served already, by {holder}; PROCTORING_DATA_DIR= names another folder",
    )
    PORT_TAKEN = (
        "port_taken",
        "port {port} is taken by another program; PORT= chooses another, as in: make run PORT={other_port}",
    )
    PORT_OF_ROOT = "port_of_root", "PORT: expected a port that this user may listen on (1024 or more), got {port}"
    NO_HOST = "no_host", "HOST: expected an address of this machine, got {host!r}"
    HOST_REFUSED = "host_refused", "HOST: expected an address of this machine, got {host!r} ({error})"
    NO_KEY_OF_CERTIFICATE = "no_key_of_certificate", "expected the key of {certificate} in {key}, found none"
    NO_CERTIFICATE = "no_certificate", "expected a certificate (PEM) in {path}: {error}"
    NO_DATABASE_FOLDER = "no_database_folder", "the database's folder can't be made: {error}"
    NEWER_DATABASE = (
        "newer_database",
        "the database is at revision {revision}, newer than this program, which knows up to {newest}: "
        "use the newer program; nothing was changed",
    )
    OLDER_DATABASE = (
        "older_database",
        "the database is at revision {revision}, this program needs {newest}: run `python -m proctor_core migrate`",
    )
    NO_DATABASE = "no_database", "the database can't be used: {error}"
    DANGLING_ROWS = (
        "dangling_rows",
        "the migration would leave rows that point to nothing, in {tables}; nothing was changed",
    )
    LIBRARIES_MISSING = (
        "libraries_missing",
        "this machine lacks {libraries}, which cv2 and mediapipe need ({why}); as root on Debian and Ubuntu: {command}",
    )
    NO_NEW_FILE = "no_new_file", "expected a new file in a folder that exists, got {path}: {error}"
    NO_READABLE_FILE = "no_readable_file", "expected a file that can be read, got {path}: {error}"
    NOTHING_TO_VERIFY = "nothing_to_verify", "expected the id of a session, --all, --export-heads or --against"


class LibrariesFault(Code):
    """Why shared libraries could not be had."""

    COMMAND_GETS_THEM = "command_gets_them", "`python -m proctor_core libraries` gets them without root"
    NOT_IN_PACKAGES = "not_in_packages", "the packages do not hold them"
    NO_PROGRAM = "no_program", "there is no {program} here"
    NO_PACKAGES = "no_packages", "no packages came"
