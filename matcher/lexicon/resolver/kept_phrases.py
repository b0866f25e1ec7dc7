"""The phrases of the vocabulary that ships, kept as Python keeps bytecode: beside it, and made anew when out of date.

To read them takes half a second, to open what was read a tenth of that.
"""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from importlib import resources
from importlib.util import cache_from_source
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from matcher.lexicon.resolver.idioms import idioms
from matcher.lexicon.resolver.inflection import Level
from matcher.lexicon.resolver.phrase_tree import Meanings, Phrases, PhraseTree, Sense, Source
from matcher.lexicon.resolver.phrases import read_phrases
from matcher.lexicon.skills.vocabulary import Skills


def kept_phrases(skills: Skills, file: Path | None = None) -> Phrases:
    """The phrases of a vocabulary and the idioms that ship, from `file` where it holds just these.

    Where it does not, they are read and written there, if that may be; by default beside the bytecode of this module.
    """
    kept = file or Path(cache_from_source(__file__)).with_name("phrases.json")
    made_of = _digest(skills)
    with suppress(OSError, ValueError, LookupError, TypeError):
        written = orjson.loads(kept.read_bytes())
        if written["made_of"] == made_of:
            return _phrases(written)
    phrases = read_phrases(skills, idioms())
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(kept, {"made_of": made_of, **_written(phrases)})
    return phrases


def _digest(skills: Skills) -> str:
    """Names the vocabulary, the lists of words, and the code that reads the one with the other."""
    digest = hashlib.sha256(f"{skills.version} {unicodedata.unidata_version}".encode())
    for file in _sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    with resources.as_file(resources.files("matcher.lexicon")) as package:
        for pattern in ("*.py", "resolver/*.py", "skills/*.py", "data/*.csv", "data/words/*.txt"):
            yield from sorted(package.glob(pattern))


def _written(phrases: Phrases) -> dict[str, Any]:
    named = phrases.tree.senses.values()
    senses = {sense: place for place, sense in enumerate(dict.fromkeys(chain.from_iterable(named)))}
    return {
        "edges": tuple(phrases.tree.edges),
        "senses": [tuple(sense) for sense in senses],
        "nodes": [node for node, of_node in phrases.tree.senses.items() for _ in of_node],
        "named": [senses[sense] for sense in chain.from_iterable(named)],
        "forms": phrases.meanings.forms,
        "ends": phrases.meanings.ends,
        "codes": phrases.meanings.codes,
        "correctable": sorted(phrases.correctable),
    }


def _phrases(written: dict[str, Any]) -> Phrases:
    sources, levels = [*Source], [*Level]
    senses = [
        (Sense(skill, language, sources[source], confidence, levels[trust]),)
        for skill, language, source, confidence, trust in written["senses"]
    ]
    named: dict[int, tuple[Sense, ...]] = {}
    for node, place in zip(written["nodes"], written["named"], strict=True):
        known = named.get(node)
        named[node] = known + senses[place] if known else senses[place]
    meanings = Meanings(written["forms"], written["ends"], written["codes"])
    return Phrases(PhraseTree(written["edges"], named), meanings, frozenset(written["correctable"]))


def _write(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}.new")
    new.write_bytes(orjson.dumps(content))
    new.replace(file)
