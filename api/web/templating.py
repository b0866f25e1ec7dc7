"""Templates of the pages, one environment for each language."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.web.languages import NAMES, formats, translations
from api.web.paths import static, url


@cache
def environment(language: str) -> Environment:
    """The templates of the pages in a language: all that they show is escaped, and a name they lack is an error."""
    made = Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters |= formats(language)
    made.globals |= {"language": language, "languages": NAMES, "static": static, "url": url}
    return made
