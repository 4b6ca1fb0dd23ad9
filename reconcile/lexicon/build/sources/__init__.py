"""One module per source of the lexicon: each turns its files into plain rows, without opinion."""
