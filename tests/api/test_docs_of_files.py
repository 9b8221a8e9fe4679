"""What docs/files.md says can be typed can be typed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from api import Settings
from core.import_choices import ReadLimits
from tests.api.conftest import served
from workspace import import_settings_from
from workspace.import_settings import ImportSettings

HOUSE = Path(__file__).parent.parent.parent
DOCS = (HOUSE / "docs" / "files.md").read_text(encoding="utf-8")
SECTION = DOCS[DOCS.index("## Reports, decisions and versions") :]
SCRIPTS = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
IN_TERMINAL = "".join(script for script in SCRIPTS if "tablespeak" in script)
WITH_CURL = "".join(script for script in SCRIPTS if "curl" in script)


def run(script: str, folder: Path, data: Path) -> str:
    """Standard output; a command that fails ends it."""
    command = f"{sys.executable} -P -c 'from cli import main; main()'"
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "PYTHONPATH": str(HOUSE), "TABLESPEAK_DATA_DIR": str(data)}
    whole = f'set -e\ntablespeak() {{ {command} "$@"; }}\n{script}'
    done = subprocess.run(
        ["sh", "-c", whole], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_terminal_does_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    told = run(IN_TERMINAL, tmp_path / "inbox", tmp_path / "data")
    assert "postcode was text, is integer" in told
    assert "people is version 1 again: 2 rows." in told
    assert "sales_2024_02.csv → sales: 2 rows" in told


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_does_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,postcode\nAnna,01234\nBoris,04567\n")
    with served(Settings(data_dir=tmp_path / "data")) as address:
        script = WITH_CURL.replace("http://localhost:8000", address).replace("curl -s", "curl -sf")
        told = run(script, tmp_path, tmp_path)
    assert '"before":"text","after":"integer"' in told
    assert told.rstrip().endswith('"current":1}')


def test_every_limit_is_a_setting_that_is_written_down_with_its_default() -> None:
    rows = dict(re.findall(r"\| `(TABLESPEAK_IMPORT_\w+)` \|[^|]*\| (\S+) \|", SECTION))
    assert import_settings_from(rows) == ImportSettings()
    assert len(rows) == len(asdict(ReadLimits())) + 1
