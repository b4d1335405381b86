"""Tests of tipline/server/."""
