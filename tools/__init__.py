"""Helpers that build and check the book."""
