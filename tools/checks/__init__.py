"""Checks of notebooks, prose and built pages."""
