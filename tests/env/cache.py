"""What is costly to make and the same for every run: downloads, unpacked trees, database templates.

The folder is CHATBRIDGE_TEST_CACHE, else ``/var/cache/chatbridge-tests`` for root (the web user must be able
to read it) and ``~/.cache/chatbridge-tests`` for everybody else. Runs side by side are safe: whoever comes
second waits for what the first is making.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.env.processes import give

_KEPT_SECONDS = 7 * 86400


def cache_folder() -> Path:
    """The cache folder, made if need be."""
    set_by_hand = os.environ.get("CHATBRIDGE_TEST_CACHE")
    if set_by_hand:
        folder = Path(set_by_hand).absolute()
    elif os.geteuid() == 0:
        folder = Path("/var/cache/chatbridge-tests")
    else:
        folder = Path.home() / ".cache" / "chatbridge-tests"
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    return folder


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the lock ``name``: one process at a time, freed by the kernel when the holder dies."""
    with (cache_folder() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def template(name: str, make: Callable[[Path], None]) -> Path:
    """The cached folder ``name``; ``make(folder)`` fills it the first time. A half-made one is never seen.

    What follows the name's last dash is the recipe's: folders of other recipes go when they are a week old.
    """
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    with locked(name):
        if folder.is_dir():
            return folder
        building = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=cache_folder()))
        building.chmod(0o755)
        give(building)
        try:
            make(building)
            building.rename(folder)
            folder.touch()
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        for other in cache_folder().glob(f"{name.rpartition('-')[0]}-*/"):
            if time.time() - other.stat().st_mtime > _KEPT_SECONDS:
                shutil.rmtree(other, ignore_errors=True)
    return folder


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder with owners, modes and links; by reference where the file system can."""
    subprocess.run(["cp", "-a", "--reflink=auto", f"{source}/.", str(target)], check=True)


if __name__ == "__main__":
    print(cache_folder())
