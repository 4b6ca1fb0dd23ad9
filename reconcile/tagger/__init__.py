"""The statistical tagger: all that imports spaCy, and what it shares with others."""
