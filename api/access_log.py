"""What the web server's access log leaves out: the tokens of private links."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(token(?:=|%3D))[\w-]+", re.IGNORECASE)


def without_tokens(address: str) -> str:
    """An address as it may be logged, tokens inside other parameters left out too."""
    return _TOKEN.sub(r"\1…", address)


class TokenFilter(logging.Filter):
    """Takes the tokens out of each line of the access log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_tokens(part) if isinstance(part, str) else part for part in record.args)
        return True


def keep_tokens_out() -> None:
    """Log no token of a private link from now on."""
    logging.getLogger("uvicorn.access").addFilter(TokenFilter())
