"""The mirror of the package: each test tells a story with real parts."""
