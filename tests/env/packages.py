"""Installs what the tests need and the machine lacks, from Debian's own archive.

``python -m tests.env.packages``, on Debian as root; elsewhere it only says what is missing, and the
tests that need it are skipped. No service of the machine is started or restarted.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.env.cache import locked

# What Debian's otrs2 (6.0.32, 6.5.1, 6.5.26) depends on, without what only its installer needs; and
# librest-client-perl, which every REST call needs and the package does not name.
_OTRS = """
fonts-dejavu-extra fonts-font-awesome libapache-dbi-perl libapache2-reload-perl libauthen-sasl-perl
libcgi-pm-perl libclass-accessor-lite-perl libcpan-audit-perl libcrypt-eksblowfish-perl libcrypt-jwt-perl
libcrypt-passwdmd5-perl libcrypt-ssleay-perl libcss-minifier-perl libcss-minifier-xs-perl libdata-uuid-perl
libdate-pcalc-perl libdatetime-perl libdbd-mysql-perl libdbd-pg-perl libdbi-perl libemail-valid-perl
libencode-hanextra-perl libexcel-writer-xlsx-perl libgd-graph-perl libgd-perl libgd-text-perl
libhash-merge-perl libhtml-parser-perl
libhtml-tagset-perl libhtml-treebuilder-xpath-perl libhtml-truncate-perl libical-parser-perl
libio-interactive-perl libio-stringy-perl libjavascript-minifier-perl libjavascript-minifier-xs-perl
libjson-perl libjson-xs-perl liblingua-translit-perl liblinux-distribution-perl liblocale-codes-perl
libmail-imapclient-perl libmail-pop3client-perl libmailtools-perl libmath-random-secure-perl
libmime-tools-perl libmodule-refresh-perl libmoo-perl libnet-imap-simple-perl libnet-imap-simple-ssl-perl
libnet-ldap-perl libnet-smtp-ssl-perl libnet-smtp-tls-butmaintained-perl libnet-sslglue-perl
libpdf-api2-perl libpod-strip-perl libproc-daemon-perl librest-client-perl libschedule-cron-events-perl
libsisimai-perl libspreadsheet-xlsx-perl libsys-hostname-long-perl libtemplate-perl libtext-csv-perl
libtext-csv-xs-perl libtext-diff-formattedhtml-perl libtext-diff-perl libxml-feedpp-perl libxml-libxml-perl
libxml-libxml-simple-perl libxml-libxslt-perl libxml-parser-lite-perl libxml-parser-perl libxml-simple-perl
libyaml-libyaml-perl libyaml-perl perl
"""

PARTS = {
    "OTRS and Apache": f"apache2 libapache2-mod-perl2 {_OTRS}",
    "database servers and Redis": "postgresql mariadb-server redis-server",
    "the reverse proxy nginx": "nginx-light",
    "a browser": "chromium",
    "what looks at the add-on's Perl": "perltidy libperl-critic-perl",
    "fonts and libraries of transcripts": """
        fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji fonts-symbola fonts-wqy-zenhei
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils""",
}

_POLICY = Path("/usr/sbin/policy-rc.d")


def wanted() -> list[str]:
    """The names of all packages."""
    names = " ".join(PARTS.values()).split()
    if not shutil.which("node"):
        names += ["nodejs", "npm"]
    return sorted(set(names))


def missing() -> list[str]:
    """Which of them Debian does not count as installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"],
        capture_output=True,
        text=True,
        check=True,
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in wanted() if name not in installed]


def on_debian() -> bool:
    """Is this a system with Debian's package tools and name?"""
    release = Path("/etc/os-release")
    return bool(
        shutil.which("apt-get") and release.exists() and "ID=debian" in release.read_text().splitlines()
    )


@contextlib.contextmanager
def _no_service_starts() -> Iterator[None]:
    """Debian starts a service when its package is installed, unless this script says no (101)."""
    kept = _POLICY.with_name("policy-rc.d.chatbridge-kept")
    if _POLICY.exists() and not kept.exists():  # kept: a killed run was here before
        _POLICY.rename(kept)
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()
        if kept.exists():
            kept.rename(_POLICY)


def install(names: list[str]) -> None:
    """Install packages without starting their services. Raises CalledProcessError when apt refuses."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3"]
    subprocess.run([*apt, "update"], env=env, check=True, stdout=subprocess.DEVNULL)
    with _no_service_starts():
        subprocess.run(
            [*apt, "install", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *names],
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )


def main() -> int:
    """Install or tell; 0 unless an install failed."""
    if not on_debian():
        print("This is not Debian: tests that need a server or program that is not here will be skipped.")
        return 0
    lacking = missing()
    if not lacking:
        return 0
    if os.geteuid() != 0:
        print("Not root, so these stay away and the tests that need them are skipped:", *lacking)
        return 0
    print(f"Installing {len(lacking)} of Debian's packages:", *lacking, flush=True)
    try:
        with locked("packages"):
            install(missing())
    except subprocess.CalledProcessError as failed:
        print(f"apt-get ended with {failed.returncode}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
