"""The cable pulled out of one Python process: sockets reach this machine and nothing else."""

from __future__ import annotations

import errno
import socket
from typing import Any

_NEAR = {None, "", "localhost", "::1", "0.0.0.0", "::"}  # noqa: S104 (compared with, never listened on)


def is_near(host: object) -> bool:
    """Say whether an address is this machine."""
    text = host.decode() if isinstance(host, bytes) else host
    return text in _NEAR or str(text).startswith("127.")


def cut_the_network() -> None:
    """Make every connection to another machine fail as it does when the cable is out."""
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def far(self: socket.socket, address: Any) -> bool:
        return self.family in {socket.AF_INET, socket.AF_INET6} and not is_near(address[0])

    def near_connect(self: socket.socket, address: Any) -> None:
        if far(self, address):
            raise OSError(errno.ENETUNREACH, f"the network is off in tests, and {address[0]} was called")
        connect(self, address)

    def near_connect_ex(self: socket.socket, address: Any) -> int:
        return errno.ENETUNREACH if far(self, address) else connect_ex(self, address)

    def near_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_near(host):
            raise socket.gaierror(socket.EAI_AGAIN, f"the network is off in tests, and {host} was looked up")
        return resolve(host, *args, **kwargs)

    socket.socket.connect = near_connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = near_connect_ex  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = near_resolve
