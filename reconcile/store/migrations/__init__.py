"""Alembic's migrations: one module a step in `versions/`, run by `reconcile.store.connect`."""
