"""The address to listen on: taken, not of this machine, or for root alone."""

import socket

import pytest

from proctor_core.errors import MisconfiguredError, PortTaken
from proctor_core.start.port import listening_socket


def test_a_free_port_listens(free_port: int) -> None:
    with listening_socket("127.0.0.1", free_port), socket.create_connection(("127.0.0.1", free_port), timeout=5):
        pass


def test_a_taken_port_is_said_with_the_way_out(free_port: int) -> None:
    with (
        listening_socket("127.0.0.1", free_port),
        pytest.raises(PortTaken, match=rf"port {free_port} is taken .* PORT={free_port + 1}"),
    ):
        listening_socket("127.0.0.1", free_port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "a" * 300])
def test_an_address_of_another_machine_is_refused(host: str, free_port: int) -> None:
    with pytest.raises(MisconfiguredError, match="HOST: expected an address of this machine"):
        listening_socket(host, free_port)
