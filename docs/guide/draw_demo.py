"""Draw what the demo prints as docs/guide/demo.svg: run it, then render its output as a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import CONSOLE_SVG_FORMAT, Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

PICTURE = Path(__file__).with_name("demo.svg")
COLUMNS = 92
# Rich's own picture fetches a font from elsewhere.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def main() -> None:
    """Run the demo over an empty database, stop the API it started, and write the picture."""
    matcher = [sys.executable, "-m", "matcher.cli", "demo"]
    with tempfile.TemporaryDirectory() as folder:
        wide = {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "MATCHER_DATA_DIR": folder}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MATCHER_")} | wide
        shown = subprocess.run(  # noqa: S603 -- our own command
            matcher, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
        )
        subprocess.run([*matcher, "--stop"], env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    console = Console(record=True, width=COLUMNS, file=StringIO())
    # Which port was free while drawing says nothing, nor which folder; a key is nobody's business.
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", shown.stdout.rstrip()).replace(folder, ".matcher")
    text = re.sub(r"matcher_[0-9a-f]+_\S+", "matcher_…", text)
    console.print(Text.from_ansi(f"$ make demo\n{text}"))
    console.save_svg(str(PICTURE), title="make demo", theme=DIMMED_MONOKAI, code_format=FORMAT, unique_id="demo")


if __name__ == "__main__":
    main()
