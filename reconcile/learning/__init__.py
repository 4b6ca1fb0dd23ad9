"""What the decisions of curators teach: what words mean, and how far suggestions can be trusted.

Told of figures with their reports and decisions alone, wherever they are kept.
"""
