"""The self-signed certificate of `HTTPS=1`: made once, kept in the data folder, its key for its owner only.

A certificate and key that somebody put there themselves are used as they are.
"""

import ipaddress
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.errors import MisconfiguredError

COMMON_NAME = "Survey Proctor, made by itself"
VALID = timedelta(days=397)
"""Browsers refuse certificates that hold longer. Source: CA/Browser Forum, ballot SC31."""
RENEWED_BEFORE = timedelta(days=14)
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where certificate and key lie; `fingerprint` (SHA-256) is what a browser shows of it."""

    certificate: Path
    key: Path
    fingerprint: str


def own_certificate(folder: Path, names: Iterable[str], now: datetime) -> Certificate:
    """The folder's certificate; made when there is none, or when ours ends soon.

    Raises:
        MisconfiguredError: what lies there is no certificate, or the key is missing.
    """
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    read = _read(certificate) if certificate.exists() else None
    if read is None or (_is_ours(read) and read.not_valid_after_utc - now < RENEWED_BEFORE):
        read = _make(certificate, key, names, now)
    if not key.exists():
        raise MisconfiguredError(StartRefusal.NO_KEY_OF_CERTIFICATE, certificate=certificate.name, key=str(key))
    return Certificate(certificate, key, read.fingerprint(hashes.SHA256()).hex(":").upper())


def names_of_this_machine(host: str) -> tuple[str, ...]:
    """What people may type into the browser: localhost, the machine's names and addresses, and HOST itself."""
    named = {"localhost", "127.0.0.1", "::1", socket.gethostname()}
    if host not in ("0.0.0.0", "::"):  # no address that anybody could type
        named.add(host)
    return tuple(sorted(named | _addresses()))


def _addresses() -> set[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except socket.gaierror:
        return set()
    return {str(entry[4][0]) for entry in found if "%" not in str(entry[4][0])}


def _read(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError as error:
        raise MisconfiguredError(StartRefusal.NO_CERTIFICATE, path=str(path), error=str(error)) from error


def _is_ours(certificate: x509.Certificate) -> bool:
    return certificate.subject == _name() and certificate.issuer == _name()


def _name() -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME)])


def _make(path: Path, key_path: Path, names: Iterable[str], now: datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name())
        .issuer_name(_name())
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCKS_DIFFER)
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(key_path, key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    _write(path, certificate.public_bytes(pem))
    return certificate


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)
