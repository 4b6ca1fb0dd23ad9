"""Hold how long a large caption takes against a small one, whatever is in it.

    python benchmarks/linear.py [--ner lexicon] [--small 50000] [--times 20] [--only TEXT]

The texts are those of `tests/hostile.py`. Each is read, compared and given suggestions at both
sizes; seconds are those of the processor. Prints the slowest and the steepest, and what takes more
than as many times as long as the text is longer.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from hostile import GENES, TEXTS, stages

from reconcile import Figure, Reconciler


def main() -> None:
    """Measure, and print a row for each text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ner", default="lexicon")
    parser.add_argument("--small", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    reconciler = Reconciler(ner=chosen.ner)
    rows = []
    for name, make in TEXTS.items():
        if chosen.only not in name:
            continue
        small, large = (
            sum(
                seconds
                for _, seconds in stages(
                    reconciler, Figure(figid="F", caption=make(size), keywords=GENES)
                )
            )
            for size in (chosen.small, chosen.small * chosen.times)
        )
        rows.append((large / max(small, 0.001), large, small, name))
        print(f"{name}\t{small:.3f}\t{large:.3f}\t{rows[-1][0]:.1f}", flush=True)
    steep = [row for row in rows if row[0] > chosen.times]
    print(f"{len(rows)} texts, {len(steep)} more than {chosen.times} times as slow")
    for ratio, large, small, name in sorted(steep, reverse=True):
        print(f"{name}: {small:.2f} s, {large:.2f} s, {ratio:.1f} times")


if __name__ == "__main__":
    main()
