"""The certificate of `HTTPS=1`: for this machine, its key for the owner alone, made again in time, never over one's own."""

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from proctor_core.errors import MisconfiguredError
from proctor_core.start.certificate import VALID, names_of_this_machine, own_certificate

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NAMES = ("localhost", "127.0.0.1", "survey.example.org")


def test_it_is_made_for_these_names_and_its_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    os.umask(0o022)
    made = own_certificate(tmp_path / "https", NAMES, NOW)
    assert made.key.stat().st_mode & 0o777 == 0o600
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(made.certificate, made.key)
    read = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "survey.example.org"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert len(made.fingerprint.split(":")) == 32


def test_it_stays_until_two_weeks_before_its_end(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NAMES, NOW).fingerprint
    assert own_certificate(tmp_path, NAMES, NOW + VALID - timedelta(days=15)).fingerprint == first
    assert own_certificate(tmp_path, NAMES, NOW + VALID - timedelta(days=13)).fingerprint != first


def test_what_is_no_certificate_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "certificate.pem").write_text("mine")
    with pytest.raises(MisconfiguredError, match="expected a certificate"):
        own_certificate(tmp_path, NAMES, NOW)
    assert (tmp_path / "certificate.pem").read_text() == "mine"


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    own_certificate(tmp_path, NAMES, NOW).key.unlink()
    with pytest.raises(MisconfiguredError, match="expected the key"):
        own_certificate(tmp_path, NAMES, NOW)


def test_the_names_are_those_that_people_can_type() -> None:
    assert {"localhost", "127.0.0.1"} <= set(names_of_this_machine("0.0.0.0"))
    assert "0.0.0.0" not in names_of_this_machine("0.0.0.0")
    assert "survey.example.org" in names_of_this_machine("survey.example.org")
