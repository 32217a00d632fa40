"""Engines: whatever turns a Report into a Reading."""
