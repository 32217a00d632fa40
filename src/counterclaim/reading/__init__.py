"""Reading: a Report to a Reading, by one parse and a set of rules held as data."""
