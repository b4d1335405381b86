"""Commands as somebody types them, while everything else runs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

Rows = dict[str, list[dict[str, Any]]]


def tipline(instance: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    asked = [sys.executable, "-m", "tipline", "--instance", str(instance), *words]
    return subprocess.run(asked, capture_output=True, text=True, env={**os.environ, **environ}, timeout=60)


def dumped(instance: Path) -> Rows:
    """Every row of every table, as we tell it to whoever wants to verify us."""
    said = tipline(instance, "dump", "--jsonl")
    assert said.returncode == 0, said.stderr
    rows: Rows = {}
    for line in said.stdout.splitlines():
        row = json.loads(line)
        rows.setdefault(row.pop("table"), []).append(row)
    return rows
