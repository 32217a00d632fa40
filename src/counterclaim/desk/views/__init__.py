"""The pages: each module reads its address, asks the ledger, and answers with one view."""
