"""Work over several processes: what crashes or hangs there costs itself, and nothing else."""
