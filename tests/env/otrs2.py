"""Debian's package ``otrs2`` in the versions we test with, fetched with apt under a configuration of its own.

The package is not installed: it is unpacked. The archive's address is the one the machine uses anyway.
"""

import subprocess
from pathlib import Path

from tests.env.cache import cache_folder, locked
from tests.env.processes import EnvError

# Version that we name -> Debian's version and the suite that has it.
VERSIONS = {
    "6.0.32": ("6.0.32-6", "bullseye"),
    "6.5.1": ("6.5.1-1", "bookworm"),
    "6.5.26": ("6.5.26-1", "sid"),
}
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def _apt(*words: str, folder: Path) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise EnvError(
            f"{' '.join(words)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}"
        )
    return done.stdout


def _archive() -> str:
    """The address of the archive that the machine's own packages come from."""
    targets = _apt(
        "apt-get", "indextargets", "--format", "$(SITE) $(LABEL)", "Created-By: Packages", folder=Path("/")
    )
    for line in targets.splitlines():
        site, _, label = line.partition(" ")
        if label == "Debian":
            return site
    raise EnvError("apt knows no Debian archive here")


def package(version: str) -> Path:
    """The package file of ``version``, fetched the first time. EnvError when apt cannot get it."""
    debian, suite = VERSIONS[version]
    file = cache_folder() / f"otrs2_{debian}_all.deb"
    if file.exists():
        return file
    with locked("apt"):
        if file.exists():
            return file
        folder = cache_folder() / "apt"
        for part in ("lists/partial", "cache/archives/partial", "new"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        signed = f"[signed-by={_KEYRING}] " if _KEYRING.exists() else ""
        (folder / "sources.list").write_text(f"deb {signed}{_archive()} {suite} non-free\n")
        # Old suites' release files expire; only this private configuration overlooks that.
        private = [
            f"-oDir::Etc::sourcelist={folder}/sources.list",
            "-oDir::Etc::sourceparts=-",
            f"-oDir::State::lists={folder}/lists",
            f"-oDir::Cache={folder}/cache",
            "-oAPT::Sandbox::User=",
            "-oAcquire::Check-Valid-Until=false",
            "-oAcquire::Languages=none",
            "-oAcquire::Retries=3",
        ]
        _apt("apt-get", *private, "-q", "update", folder=folder)
        _apt("apt-get", *private, "-q", "download", f"otrs2={debian}", folder=folder / "new")
        # apt escapes the file name its own way, so take what it left.
        (fetched,) = (folder / "new").glob("otrs2_*.deb")
        fetched.rename(file)
    return file
