"""Certificates of an authority of the tests' own, made with the program openssl."""

from __future__ import annotations

import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

_CONFIG = """\
[ca]
default_ca = own
[own]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
[any]
commonName = supplied
"""


class Authority:
    """Signs certificates that are good for whom and when the test says. ``file`` is what to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = folder / "ca.pem"
        (folder / "index.txt").write_text("")
        (folder / "serial").write_text("01\n")
        (folder / "ca.cnf").write_text(_CONFIG.format(folder=folder))
        self._key("ca.key")
        self._openssl("req -x509 -new -key ca.key -out ca.pem -days 30 -subj /CN=Tests")

    def server(self, name: str = "IP:127.0.0.1", *, begins: float = -1, ends: float = 90) -> ssl.SSLContext:
        """For a server of that name; ``begins`` and ``ends`` in days from now."""
        begin, end = (f"{datetime.now(UTC) + timedelta(days=days):%Y%m%d%H%M%SZ}" for days in (begins, ends))
        (self._folder / "names.cnf").write_text(f"subjectAltName={name}\n")
        self._key("server.key")
        self._openssl("req -new -key server.key -out server.csr -subj /CN=server")
        self._openssl(
            "ca -batch -notext -config ca.cnf -in server.csr -out server.pem -extfile names.cnf "
            f"-startdate {begin} -enddate {end}"
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "server.pem", self._folder / "server.key")
        return context

    def _key(self, name: str) -> None:
        self._openssl(f"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out {name}")

    def _openssl(self, words: str) -> None:
        subprocess.run(["openssl", *words.split()], cwd=self._folder, check=True, capture_output=True)
