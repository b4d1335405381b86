"""`python -m tipline` is the `tipline` command."""

from tipline.cli import main

if __name__ == "__main__":
    main(prog_name="tipline")
