"""The key that signs the sign-in cookie: from the settings, or made once and kept in the data folder for its owner only."""

import os
import secrets
from pathlib import Path

from pydantic import SecretStr

FILE_NAME = "secret_key"


def secret_key(configured: SecretStr | None, data_dir: Path) -> SecretStr:
    """The configured key, or the data folder's own."""
    if configured is not None:
        return configured
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE_NAME
    try:
        # Two processes that start at once must end up with the same key: only one can create the file.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SecretStr(path.read_text(encoding="ascii").strip())
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return SecretStr(path.read_text(encoding="ascii").strip())
