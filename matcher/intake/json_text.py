"""JSON read strictly: what no other reader would take is refused with the place where it stands."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from matcher.errors import InvalidInput


def read_json(data: bytes, what: str) -> Any:  # noqa: ANN401 -- whatever the JSON holds
    """The value of a JSON text in UTF-8; `what` is what messages call it, such as "The file".

    Raises:
        InvalidInput: it is not JSON; the message says where, and the details hold `line` and `column`.
    """

    def refuse_constant(name: str) -> NoReturn:
        raise InvalidInput(f"{what} is not JSON: {name} is no JSON number. Leave the field out, or send null.")

    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=refuse_constant)
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{what} is not UTF-8: byte {error.start + 1:,} cannot be read. Send JSON encoded as UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"{what} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise InvalidInput(f"{what} is nested too deeply to be read. A few levels are enough.") from None
    except ValueError:
        raise InvalidInput(f"{what} holds a number with too many digits. Send shorter numbers.") from None
