"""What people do on the pages of profiles, to see them in each state."""

from __future__ import annotations

from playwright.sync_api import Page

TABLE = """\
Ragione sociale;Che fa;Cosa cerca;Indirizzo;CAP;Mail;Tipo;Consenso
Cornici di prova;cornici | restauro di cornici;legno di noce;Via Solari 10;20144;rossi@example.org;artigiano;no
Sedie di prova;sedie su misura;tessuti;Via Larga 8;2012;verdi@example.org;artigiano;no
Letti di prova;letti in ferro;;Via Padova 20;20132;neri@example;artigiano;no
;stampe;;;;;artigiano;no
"""


def upload(page: Page, name: str = "botteghe.csv", content: bytes = TABLE.encode()) -> None:
    """Upload a table of which one row is good."""
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    _go_on(page)


def upload_a_picture(page: Page) -> None:
    """Upload what is no table."""
    upload(page, "foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(64))


def check(page: Page, table: str = TABLE) -> None:
    """Upload a table and say what its second column holds."""
    upload(page, content=table.encode())
    page.select_option("#field-1", "offers")
    _go_on(page)
    page.locator("#check-title").wait_for()


def take(page: Page) -> None:
    """Import a table's one good row, and erase its profile, which other pages count.

    Its header is another one: the columns of an imported file are remembered.
    """
    check(page, TABLE.replace("Che fa", "Specialità"))
    _go_on(page)
    page.locator("#done-title").wait_for()
    (made,) = page.request.get("/profiles", params={"after": "cornici-di-prova", "limit": 1}).json()["profiles"]
    page.request.delete(f"/profiles/{made['id']}")


def be_slower(page: Page) -> None:
    """Save a profile that somebody else has changed meanwhile."""
    page.fill("#organisation", "Una")
    address = page.url.replace("/pages", "").removesuffix("/edit")
    kept = page.request.get(address).json()["organisation"]
    page.request.patch(address, data={"organisation": "Un'altra" if kept != "Un'altra" else "Un'altra ancora"})
    _go_on(page)


def _go_on(page: Page) -> None:
    page.locator("main form button.button-primary").first.click()
    page.wait_for_load_state()
