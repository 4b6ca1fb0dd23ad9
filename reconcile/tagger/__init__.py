"""The statistical tagger: all that imports spaCy."""
