"""Addresses of this service, and what only looks like one."""

from __future__ import annotations

__all__ = ["local"]


def local(address: str) -> str:
    r"""An address of this service, whatever was asked for: nobody is sent elsewhere.

    >>> local("/figures/F1?a=b"), local("//evil.example"), local("/\\evil.example")
    ('/figures/F1?a=b', '/', '/')
    """
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and address[1:2] != "/" else "/"
