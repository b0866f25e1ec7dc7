from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from matcher.errors import InvalidInput
from matcher.intake import Limits, open_profiles
from matcher.lexicon.gazetteer import Gazetteer
from tests.unit.intake.reading import read, workbook

TABLE = "nome;offre\nBottega;cornici\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


NO_TABLES = [
    (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG image", "save the table as CSV or XLSX"),
    (b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG image", "save the table as CSV or XLSX"),
    (b"GIF89a" + bytes(50), "a GIF image", "save the table as CSV or XLSX"),
    (b"II*\x00" + bytes(50), "a TIFF image", "save the table as CSV or XLSX"),
    (b"RIFF\x00\x00\x00\x00WEBP", "a WebP image", "save the table as CSV or XLSX"),
    (b"%PDF-1.7\n%\xe2\xe3", "a PDF document", "ask for the spreadsheet"),
    (OLE + bytes(2000), "an old Excel or Office file", "save it as XLSX"),
    (OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le"), "locked with a password", "remove the password"),
    (zipped(a_dot_txt=b"hello"), "a ZIP archive that holds no spreadsheet", "unpack it"),
    (zipped(word__document_dot_xml=b"<w/>"), "a Word document", "save the table as CSV or XLSX"),
    (zipped(ppt__presentation_dot_xml=b"<p/>"), "a PowerPoint presentation", "save the table as CSV or XLSX"),
    (zipped(xl__workbook_dot_bin=b"\x00"), "a binary Excel workbook", "save it as XLSX"),
    (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file", "save it as XLSX"),
    (b"PK\x03\x04 cut short", "a ZIP archive that holds no spreadsheet", "unpack it"),
    (b"\x1f\x8b\x08" + bytes(20), "a compressed archive", "unpack it"),
    (b"<!DOCTYPE html><table><tr><td>nome", "a web page", "save it as XLSX"),
    (b"\n <html><table>", "a web page", "save it as XLSX"),
    (b'<?xml version="1.0"?><Workbook/>', "an XML document", "save the table as CSV or XLSX"),
    (b"{\\rtf1\\ansi nome}", "an RTF text", "save the table as CSV or XLSX"),
    (b'[{"name": "Bottega"}]', "one JSON array", "one object on each line"),
    (b'{\n  "name": "Bottega"\n}', "spread over several lines", "each object on one line"),
    (bytes(range(256)), "no text", "save the table as CSV or XLSX"),
]


@pytest.mark.parametrize(("content", "what", "remedy"), NO_TABLES, ids=[what for _, what, _ in NO_TABLES])
def test_what_is_no_table_is_named_with_the_way_out(
    content: bytes, what: str, remedy: str, gazetteer: Gazetteer
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(content, gazetteer, name="registrations.csv")
    identity, _, advice = caught.value.message.partition(". ")
    assert identity.startswith("registrations.csv is ")
    assert what in identity
    assert remedy.lower() in advice.lower()


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf\r\n", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(content: bytes, gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput, match=r"profiles\.csv is empty\. Export the table again"):
        read(content, gazetteer)


def test_the_extension_does_not_matter(gazetteer: Gazetteer) -> None:
    book = workbook({"Foglio1": [["nome", "offre"], ["Bottega", "cornici"]]})
    assert read(TABLE, gazetteer, name="table.xlsx").facts.format == "csv"
    assert read(book, gazetteer, name="table.csv").facts.format == "xlsx"
    assert read('{"name": "Bottega", "kind": "artisan", "offers": ["cornici"]}', gazetteer).facts.format == "ndjson"


def test_messages_come_in_italian_too(gazetteer: Gazetteer) -> None:
    with pytest.raises(InvalidInput, match=r"profili\.csv è un'immagine PNG\. Salva la tabella come CSV o XLSX"):
        read(b"\x89PNG\r\n", gazetteer, name="profili.csv", language="it")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with (
        pytest.raises(InvalidInput, match=r"There is no file .*nowhere\.csv"),
        open_profiles(tmp_path / "nowhere.csv", gazetteer),
    ):
        pass
    with pytest.raises(InvalidInput, match=r"is a folder\. Name one file in it"), open_profiles(tmp_path, gazetteer):
        pass


def test_a_file_by_its_path(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "profiles.txt"
    path.write_text(TABLE, encoding="utf-8")
    with open_profiles(path, gazetteer) as file:
        assert file.expected == 1
        assert len(list(file.rows())) == 1


def test_a_stream_is_left_open(gazetteer: Gazetteer) -> None:
    stream = io.BytesIO(TABLE.encode())
    with open_profiles(stream, gazetteer) as file:
        list(file.rows())
    assert not stream.closed


LONG_ROWS = "nome;offre\n" + "".join(f"Bottega {number};cornici\n" for number in range(4))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(size=20), r"has 0.0 MB, more than the 1.90735e-05 MB allowed. Split it"),
        (Limits(rows=3), "has more than 3 rows. Split it into smaller files"),
        (Limits(columns=1), "has more than 1 columns. Delete"),
    ],
)
def test_a_file_beyond_a_limit_is_refused_before_its_first_row(
    limits: Limits, message: str, gazetteer: Gazetteer
) -> None:
    stream = io.BytesIO(LONG_ROWS.encode())
    with pytest.raises(InvalidInput, match=message):
        read(stream.getvalue(), gazetteer, limits=limits)
