"""Chromium on the real app."""
