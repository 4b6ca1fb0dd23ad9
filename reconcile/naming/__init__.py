"""The grammar of names: enumerations, abbreviations, glossaries, other ways to write a name.

Pure functions of a text: nothing here knows the lexicon.
"""
