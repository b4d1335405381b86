"""Tests of tipline/settings/."""
