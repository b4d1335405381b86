"""Tests of tipline/cli/."""
