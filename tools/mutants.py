"""What the mutants of the law came to: killed and alive by module, and the share of the killed.

Reads what mutmut left in ``mutants/``; ``tools/mutants.sh`` runs it.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

LAW = Path("mutants/src/shebao/law")
# A failed test or a test that never ends; whatever else pytest says does not count as noticed.
KILLED = {1, 3, -24, 24, 36, 152, 255}


def verdicts() -> Iterator[tuple[str, str, int | None]]:
    """Module, mutant and exit code of the tests; None where it was not tried yet."""
    for path in sorted(LAW.rglob("*.meta")):
        module = path.relative_to(LAW).as_posix().removesuffix(".py.meta")
        known = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        yield from ((module, name, code) for name, code in known.items())


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alive", action="store_true", help="name those that live")
    parser.add_argument("--least", type=float, default=0, help="fail below this share")
    parser.add_argument("--retry", action="store_true", help="try again those that live")
    parser.add_argument("--next", type=int, help="name so many untried ones, all over the law")
    args = parser.parse_args()
    if args.next:
        untried = [name for _, name, code in verdicts() if code is None]
        say("\n".join(sorted(untried, key=_by_chance)[: args.next]))
        return 0
    if args.retry:
        return _forget_alive()
    if args.alive:
        say("\n".join(name for _, name, code in verdicts() if _word(code) == "alive"))
        return 0
    return _report(args.least)


def _forget_alive() -> int:
    for path in LAW.rglob("*.meta"):
        known = json.loads(path.read_text(encoding="utf-8"))
        codes = known["exit_code_by_key"]
        known["exit_code_by_key"] = {
            name: code if _word(code) == "killed" else None for name, code in codes.items()
        }
        path.write_text(json.dumps(known), encoding="utf-8")
    return 0


def _report(least: float) -> int:
    counts: dict[str, Counter[str]] = {}
    for module, _, code in verdicts():
        counts.setdefault(module, Counter())[_word(code)] += 1
    for module, count in counts.items():
        say(_line(module, count))
    total = sum(counts.values(), Counter())
    say(_line("together", total))
    return int(_share(total) < least or total["untried"] > 0)


def _by_chance(name: str) -> str:
    """The same order on every run, and no order of the law's own."""
    return sha256(name.encode()).hexdigest()


def _word(code: int | None) -> str:
    if code is None:
        return "untried"
    return "killed" if code in KILLED else "alive"


def _line(module: str, count: Counter[str]) -> str:
    return (
        f"{module:26} killed {count['killed']:5}  alive {count['alive']:4}  "
        f"untried {count['untried']:4}  {_share(count):5.1f} %"
    )


def _share(count: Counter[str]) -> float:
    tried = count["killed"] + count["alive"]
    return 100 * count["killed"] / tried if tried else 100.0


if __name__ == "__main__":
    sys.exit(main())
