"""What the matcher refuses with: every message that its source raises, each blank as `{}`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from matcher.errors import MatcherError

ROOT = Path(__file__).parents[3]
KINDS = {kind.__name__ for kind in (MatcherError, *MatcherError.__subclasses__())}
RULES = "matcher/usecases/events/keeping.py"
"""Where rules are yielded, the words of each last, and raised elsewhere."""


@dataclass(frozen=True)
class Refusal:
    """A message with blanks, or, where `message` is None, an expression that is none in itself."""

    file: str
    line: int
    message: str | None

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


def refusals() -> Iterator[Refusal]:
    """All that is raised anywhere in the matcher."""
    for path in sorted((ROOT / "matcher").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            words = _words(node, file)
            if words is not None:
                found = messages(words)
                yield from (Refusal(file, words.lineno, message) for message in found or [None])


def messages(words: ast.expr) -> list[str]:
    """What an expression can say; nothing where its text comes from elsewhere."""
    match words:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)]
        case ast.IfExp(body=one, orelse=other):
            return messages(one) + messages(other)
        case ast.Call(func=ast.Attribute(ast.Constant(value=str(between)), "join"), args=[ast.List([first, *_])]):
            return [f"{text}{between}{{}}" for text in messages(first)]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [first + second for first, second in product(messages(left), messages(right))]
    return []


def _words(node: ast.AST, file: str) -> ast.expr | None:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[words, *_]) if name in KINDS:
            return words
        case ast.Yield(value=ast.Tuple(elts=[_, _, words])) if file == RULES:
            return words
    return None
