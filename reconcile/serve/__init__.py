"""The service of `reconcile serve`: pages for curators, an API for their tools."""
