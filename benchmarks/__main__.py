"""All figures, one after the other: `make bench`."""

import subprocess
import sys

FIGURES = (
    "benchmarks.questions",
    "benchmarks.sentences",
    "benchmarks.no_write",
    "benchmarks.people",
    "benchmarks.process",
    "benchmarks.record",
    "benchmarks.sweep",
)


def main() -> None:
    for module in FIGURES:
        print(f"\n== {module.removeprefix('benchmarks.')}", flush=True)
        subprocess.run([sys.executable, "-m", module], check=True)


if __name__ == "__main__":
    main()
