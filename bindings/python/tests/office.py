"""What the tests share: the office of the call stories."""

import json
import os
from pathlib import Path
from typing import Any

import tandem

SCENARIOS = Path(os.environ.get("TANDEM_SCENARIOS", Path(__file__).parents[3] / "tests" / "scenarios"))
CALLER = "79161234567"
LINE = "74950000001"


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCENARIOS / "office.json").read_text())
    return loaded


def simulation(**options: Any) -> tandem.Simulation:
    made = tandem.Simulation(**options)
    made.save(document())
    made.set_sound_length("greeting", 4)
    made.run_for(0)  # the phones register
    return made


def call_sales(made: tandem.Simulation, caller: str = CALLER) -> None:
    """Anna answers after two seconds and talks for thirty."""
    made.answer_always("anna", after=2, talk=30)
    made.call(caller, LINE)
    made.run_for(2)
    made.press(caller, "1")
    made.run_until_idle()
