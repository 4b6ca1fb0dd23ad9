"""Accept every suggestion of CSV reports, as a person does in a spreadsheet."""

import csv
import sys
from pathlib import Path


def accept(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["accept"] = "y" if row["action"] else ""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        accept(Path(name))
