"""The exports: incidents, claims and figures in the formats that others read, one module each. Pure: bytes out."""
