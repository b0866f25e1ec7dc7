"""The vocabulary: reading it, its hierarchy, and finding skills by typing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import InvalidInput, NotFound
from matcher.lexicon.skills import FIELD_SIMILARITY, STEP_SIMILARITY, Skills
from matcher.lexicon.skills.csv_files import COLUMNS, Skill, SkillKind, SkillRow

HEADER = ",".join(COLUMNS)


def write(folder: Path, *rows: str, name: str = "a.csv", header: str = HEADER) -> Path:
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def row(skill: str, broader: str = "", kind: str = "trade") -> str:
    return f"{skill},{kind},{broader},{skill}-it,{skill}-en,,,,,,,"


def test_reads_every_column_of_a_row(tmp_path: Path) -> None:
    names = "incastonatura,gem setting,incassatura | castoni,stone setting,incassatore,setter,incastonare,set"
    cells = f"gem,trade,,{names},uri"
    assert Skills.load(write(tmp_path, cells))["gem"] == Skill(
        id="gem",
        kind=SkillKind.TRADE,
        broader=(),
        labels={"it": "incastonatura", "en": "gem setting"},
        synonyms={"it": ("incassatura", "castoni"), "en": ("stone setting",)},
        practitioners={"it": ("incassatore",), "en": ("setter",)},
        verbs={"it": ("incastonare",), "en": ("set",)},
        esco="uri",
    )


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ([row("a"), row("a")], 3, "second time"),
        ([row("a", "nowhere")], 2, "unknown broader skill 'nowhere'"),
        ([row("a", "a")], 2, "broader than itself"),
        ([row("a", "b"), row("b", "c"), row("c", "a")], 2, "broader than itself"),
        ([row("a", kind="hobby")], 2, "unknown kind 'hobby'"),
        (["a,trade,,,label,,,,,,,"], 2, "label_it is empty"),
        ([",trade,,etichetta,label,,,,,,,"], 2, "id is empty"),
        (["a,trade,,etichetta"], 2, "4 cells instead of 12"),
        ([row("a"), '"a,b'], 3, "not CSV"),
    ],
)
def test_names_the_file_and_line_of_what_breaks_the_format(
    tmp_path: Path, rows: list[str], line: int, words: str
) -> None:
    with pytest.raises(InvalidInput, match=rf"a\.csv, line {line}: .*{words}") as caught:
        Skills.load(write(tmp_path, *rows))
    assert caught.value.details == {"file": "a.csv", "line": line}


def test_refuses_other_columns_other_encodings_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no CSV"):
        Skills.load(tmp_path)
    with pytest.raises(InvalidInput, match=r"line 1: the header is 'id,name'"):
        Skills.load(write(tmp_path, header="id,name"))
    (tmp_path / "a.csv").write_bytes(f"{HEADER}\n{row('a')}\nqualit\xe0".encode("latin-1"))
    with pytest.raises(InvalidInput, match="line 3: not UTF-8"):
        Skills.load(tmp_path)


def test_broader_skills_may_be_in_another_file_and_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    write(tmp_path, row("narrow", "wide"), header="\ufeff" + HEADER)
    skills = Skills.load(write(tmp_path, row("wide"), name="b.csv"))
    assert skills.ids == ("narrow", "wide")
    assert skills.ancestors("narrow") == {"narrow": 0, "wide": 1}


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    before = Skills.load(write(tmp_path, row("a"))).version
    assert Skills.load(write(tmp_path, row("a"))).version == before
    assert Skills.load(write(tmp_path, row("b"))).version != before


def test_the_version_follows_the_rules_of_linking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Skills.load(write(tmp_path, row("a"))).version
    monkeypatch.setattr("matcher.lexicon.skills.vocabulary.LINKING_RULES", "another edition")
    assert Skills.load(tmp_path).version != before


def test_a_skill_is_found_by_id_and_position(skills: Skills) -> None:
    assert [skill.id for skill in skills] == list(skills.ids)
    assert skills.ids[skills.index("tailoring")] == "tailoring"
    assert len(skills) == len(skills.ids)
    assert "tailoring" in skills
    assert "tailor" not in skills
    assert 3 not in skills


@pytest.mark.parametrize("ask", [Skills.__getitem__, Skills.index, Skills.narrower, Skills.ancestors])
def test_an_unknown_id_is_not_found(skills: Skills, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NotFound, match="No skill has the id 'tailor'"):
        ask(skills, "tailor")


def test_labels_fall_back_to_english(skills: Skills) -> None:
    assert skills.label("tailoring", "it") == "sartoria"
    assert skills.label("tailoring", "de") == skills.label("tailoring", "en") == "tailoring"


def test_similarity_of_skills_on_one_chain(skills: Skills) -> None:
    matrix = skills.similarity()
    alike = {
        ("laser-cutting", "laser-cutting"): 1.0,
        ("laser-cutting", "wood-laser-cutting"): STEP_SIMILARITY,
        ("watch-repair", "watchmaking"): STEP_SIMILARITY,
        ("watchmaking", "jewellery"): FIELD_SIMILARITY,
        ("watch-repair", "jewellery"): 0.0,
        ("laser-cutting", "laser-engraving"): 0.0,
        ("tailoring", "carpentry"): 0.0,
    }
    for (one, other), expected in alike.items():
        assert matrix[skills.index(one), skills.index(other)] == np.float32(expected)


def test_nobody_can_change_the_similarities(skills: Skills) -> None:
    with pytest.raises(ValueError, match="read-only"):
        skills.similarity()[0, 0] = 0.5


hierarchies = st.integers(1, 8).flatmap(
    lambda size: st.tuples(
        st.tuples(*(st.sets(st.integers(0, max(0, number - 1)), max_size=3) for number in range(size))),
        st.lists(st.booleans(), min_size=size, max_size=size),
    )
)


@given(hierarchies)
def test_hierarchy_agrees_with_walking_every_path(hierarchy: tuple[tuple[set[int], ...], list[bool]]) -> None:
    parents, fields = hierarchy
    above = {
        f"s{child}": sorted(f"s{parent}" for parent in found if parent < child) for child, found in enumerate(parents)
    }
    kinds = {f"s{number}": SkillKind.FIELD if field else SkillKind.TRADE for number, field in enumerate(fields)}
    nothing: dict[str, tuple[str, ...]] = {"it": (), "en": ()}
    skills = Skills(
        [
            SkillRow(
                Skill(name, kinds[name], tuple(above[name]), {"it": name, "en": name}, nothing, nothing, nothing),
                "a",
                2,
            )
            for name in above
        ],
        "",
    )

    def climbs(skill: str) -> list[tuple[str, int]]:
        return [(skill, 0)] + [(top, steps + 1) for parent in above[skill] for top, steps in climbs(parent)]

    matrix = skills.similarity()
    for low in above:
        fewest = {top: min(steps for one, steps in climbs(low) if one == top) for top, _ in climbs(low)}
        assert skills.ancestors(low) == fewest
        for high in above:
            assert (low in skills.narrower(high)) == (high in fewest)
            steps = fewest.get(high)
            if steps is not None:
                expected = STEP_SIMILARITY**steps
                if steps and kinds[high] is SkillKind.FIELD:
                    expected = FIELD_SIMILARITY if steps == 1 else 0.0
                assert matrix[skills.index(low), skills.index(high)] == np.float32(expected)
                assert matrix[skills.index(high), skills.index(low)] == np.float32(expected)
            elif low not in dict(climbs(high)):
                assert matrix[skills.index(low), skills.index(high)] == 0.0


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("sart", None, "tailoring"),
        ("SARTORIA", None, "tailoring"),
        ("tailoring", "en", "tailoring"),
        ("laser c", "en", "laser-cutting"),
        ("taglio l", "it", "laser-cutting"),
        ("rilegat", None, "bookbinding"),
        ("rilegatrua", None, "bookbinding"),
        ("oreficceria", "it", "goldsmithing"),
        ("misura", None, "tailoring"),
        ("liutaio", None, "lutherie"),
        ("3-d", None, "3d-printing"),
    ],
)
def test_suggests_while_one_types(skills: Skills, typed: str, language: str | None, first: str) -> None:
    assert skills.search(typed, language=language)[0].skill == first


def test_suggestions_are_distinct_best_first_and_in_the_language_asked_for(skills: Skills) -> None:
    hits = skills.search("la", language="it")
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.skill for hit in hits}) == len(hits) > 3
    assert all(hit.label == skills.label(hit.skill, "it") and 0 < hit.score <= 1 for hit in hits)


def test_the_whole_word_comes_before_its_beginning(skills: Skills) -> None:
    hits = skills.search("ceramica")
    assert [(hit.skill, hit.score) for hit in hits][:2] == [("ceramics", 1.0), ("pottery", 0.95)]


@pytest.mark.parametrize(
    ("typed", "limit", "count"), [("s", 3, 3), ("s", 1, 1), ("s", 0, 0), ("", 5, 0), (" .", 5, 0), ("zzzzzz", 5, 0)]
)
def test_suggests_at_most_as_many_as_asked_for_and_nothing_for_nothing(
    skills: Skills, typed: str, limit: int, count: int
) -> None:
    assert len(skills.search(typed, limit=limit)) == count
