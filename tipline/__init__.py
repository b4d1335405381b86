"""tipline takes in a newsroom's tips by form and by mail, and lets editors decide on them."""

__version__ = "0.1.0"
