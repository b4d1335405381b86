"""What measures tipline, beside what the machine can do at all in the same run (docs/develop/bench.md)."""
