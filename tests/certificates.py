"""Certificates for the tests, made by the program `openssl`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

PROGRAM = shutil.which("openssl")
WHY_NOT = "the program openssl, which makes certificates, is not on this machine"
NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Pair(NamedTuple):
    """The files of a certificate and of its private key."""

    certificate: Path
    key: Path


def authority(folder: Path, name: str) -> Pair:
    """An authority that signs certificates."""
    return _made(folder, name, "-subj", f"/CN={name}")


def signed(folder: Path, by: Pair, name: str) -> Pair:
    """The certificate of a host or of a user, signed by an authority."""
    signer = ("-CA", by.certificate, "-CAkey", by.key)
    subject = ("-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}")
    return _made(folder, name, *signer, *subject, "-addext", "basicConstraints=critical,CA:FALSE")


def _made(folder: Path, name: str, *options: str | Path) -> Pair:
    pair = Pair(folder / f"{name}.crt", folder / f"{name}.key")
    files = ("-out", pair.certificate, "-keyout", pair.key)
    command = [PROGRAM or "", "req", "-x509", *NEW_KEY, "-days", "2", *options, *files]
    subprocess.run(command, check=True, capture_output=True)
    pair.key.chmod(0o600)
    return pair
