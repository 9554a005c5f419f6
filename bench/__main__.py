"""``make bench``: every benchmark in its own process, printed and written to bench/RESULTS.md."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from shebao.hall.kit.clock import local_date, now

HERE = Path(__file__).parent
SKIP = {"__init__", "__main__", "driver", "measure", "peer_openfisca"}


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True
    )
    return asked.stdout.strip() or "unknown"


def main() -> int:
    """Run them one after the other; a failing one is named and fails the run."""
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if path.stem not in SKIP)
    head = (
        f"# Results\n\n{local_date(now())}, commit {_commit()}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores. "
        "Quote ratios: the times hold for this machine only.\n"
    )
    parts, failed = [head], []
    for name in names:
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"],
            cwd=HERE.parent,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": "src"},
        )
        print(done.stdout, flush=True)
        parts.append(done.stdout.strip() + "\n")
        if done.returncode:
            failed.append(name)
    if not sys.argv[1:]:
        (HERE / "RESULTS.md").write_text("\n".join(parts))
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
