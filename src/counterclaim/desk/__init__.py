"""The desk: the ledger in a browser. Thin: pages, CSV and JSON of one and the same view."""
