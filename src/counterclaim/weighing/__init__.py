"""From many claims to incidents: what is the same happening, who stands on which side, and what the figures are.

Pure: claims by columns and decisions in, incidents out. Nothing here reads or writes a ledger.
"""
