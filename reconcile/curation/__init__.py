"""What people decided about suggestions: read from their files, and held against a gene list.

The files are reports that were filled in, so this stands above both `formats` and `report`.
"""
