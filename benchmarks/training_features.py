"""What the tagger sees of the texts that it is trained on, as one checksum for each corpus.

    python benchmarks/training_features.py models/gene_ner/train.toml CORPORA

Before and after a change of the lexicon: where nothing differs, training would see the same.
"""

from __future__ import annotations

import sys
import tomllib
from hashlib import sha256
from pathlib import Path

from reconcile.tagger.samples import read_corpus


def main(config: Path, corpora: Path) -> None:
    """Print name, part, samples and checksum of every corpus of a training file."""
    for corpus in tomllib.loads(config.read_text(encoding="utf-8"))["corpora"]:
        for part in ("train", "choose"):
            if part in corpus:
                samples = read_corpus(corpora / corpus[part], sentences=part == "train")
                total = sha256(b"".join(sample.features.tobytes() for sample in samples))
                print(corpus["name"], part, len(samples), total.hexdigest(), sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
