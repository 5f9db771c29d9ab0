"""Account documents and call stories, looked at without an engine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import _tandem


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a document, and where."""

    code: str
    message: str
    path: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(frozen=True, slots=True)
class StoryResult:
    """What one story came to."""

    file: str
    line: int
    title: str
    failures: tuple[str, ...]  #: each with its line
    transcript: str  #: what really happened, for people

    @property
    def holds(self) -> bool:
        return not self.failures


def check_account(document: Mapping[str, Any] | str) -> list[Problem]:
    """Every problem of an account document, in document order; empty when it may be used."""
    text = document if isinstance(document, str) else json.dumps(document)
    return [Problem(*problem) for problem in _tandem.check_account(text)]


def play_stories(path: str | os.PathLike[str]) -> list[StoryResult]:
    """Plays every story of a file; account documents are looked for beside it."""
    file = Path(path)
    results = _tandem.play_stories(file.read_text(encoding="utf-8"), str(file), str(file.parent))
    return [StoryResult(at, line, title, tuple(failures), transcript) for at, line, title, failures, transcript in results]
