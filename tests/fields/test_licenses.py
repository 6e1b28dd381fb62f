"""Open licences: Creative Commons by code, name and address, and a few of governments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.fields.licenses import find_license, read_license

CC = "https://creativecommons.org/licenses/"
STATED = [
    ("Except where noted, this work is licensed under a Creative Commons Attribution 4.0 International License.",
     "CC-BY-4.0", "by/4.0/"),
    ("Text under the Creative Commons Attribution-ShareAlike License 3.0", "CC-BY-SA-3.0", "by-sa/3.0/"),
    ("Lizenz: Creative Commons BY-NC-SA 4.0.", "CC-BY-NC-SA-4.0", "by-nc-sa/4.0/"),
    ("Unser Text steht unter der Lizenz CC-BY-NC-ND-4.0-DE.", "CC-BY-NC-ND-4.0", "by-nc-nd/4.0/"),
    ("Lizenz: CC BY-SA 3.0 de", "CC-BY-SA-3.0-DE", "by-sa/3.0/de/"),
    ("Lizenz: CC BY AT 3.0", "CC-BY-3.0-AT", "by/3.0/at/"),
    ("Creative Commons Namensnennung - Nicht kommerziell - Keine Bearbeitungen 4.0 International Lizenz",
     "CC-BY-NC-ND-4.0", "by-nc-nd/4.0/"),
    ("Creative Commons Namensnennung 3.0 Deutschland Lizenz", "CC-BY-3.0-DE", "by/3.0/de/"),
    ("Licence Creative Commons Attribution - Pas d’Utilisation Commerciale 4.0", "CC-BY-NC-4.0", "by-nc/4.0/"),
    ("Licencia Creative Commons Reconocimiento-CompartirIgual 4.0", "CC-BY-SA-4.0", "by-sa/4.0/"),
    ("本网站内容采用知识共享署名-非商业性使用-相同方式共享 4.0 国际许可协议", "CC-BY-NC-SA-4.0", "by-nc-sa/4.0/"),
    ("采用知识共享署名 3.0 中国大陆许可协议", None, "by/3.0/cn/"),
    ("本頁面採用創用 CC 姓名標示 4.0 授權", "CC-BY-4.0", "by/4.0/"),
    ("クリエイティブ・コモンズ 表示 - 非営利 4.0 国際 ライセンス", "CC-BY-NC-4.0", "by-nc/4.0/"),
    ("https://creativecommons.org/licenses/by-nd/4.0/", "CC-BY-ND-4.0", "by-nd/4.0/"),
    ("Licence: http://creativecommons.org/licenses/by-sa/3.0/de/deed.de", "CC-BY-SA-3.0-DE", "by-sa/3.0/de/"),
    ("Licence: creativecommons.org/licenses/by/4.0/deed.fr", "CC-BY-4.0", "by/4.0/"),
    ("License: creativecommons.org/licenses/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0", "by-nc-nd/1.0/"),
    ("© 2007–16 CC BY-NC-SA 2.0 kumo", "CC-BY-NC-SA-2.0", "by-nc-sa/2.0/"),
]  # fmt: skip
OTHERS = [
    ("All content is available under the Open Government Licence v3.0", "OGL-UK-3.0"),
    ("Licence Ouverte / Open Licence 2.0", "etalab-2.0"),
    ("Datenlizenz Deutschland – Namensnennung – Version 2.0", "DL-DE-BY-2.0"),
    ("Content is licensed under CC0 1.0 Universal", "CC0-1.0"),
    ("License: https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
    ("GNU Free Documentation License 1.3", "GFDL-1.3"),
]
WITHOUT_VERSION = [
    "Original content available under a Creative Commons license, except where noted.",
    "Contenidos bajo licencia Creative Commons (CC-BY-NC)",
    "LICENSED UNDER CC BY NC ND",
    "공공누리 제1유형",
]
NONE = [
    "Foto: Mara Lind [CC BY-SA 3.0], via Wikimedia Commons",
    "Music licensed under CC BY 4.0",
    "user contributions licensed under cc by-sa 4.0",
    "CC BY 4.0",
    "Lizenz für den Verkauf",
    "",
    "Creative Commons license. " * 200,
]


@pytest.mark.parametrize(("line", "spdx", "path"), STATED)
def test_creative_commons(line: str, spdx: str | None, path: str) -> None:
    found = read_license(line)
    assert found is not None
    assert (found.spdx, found.url) == (spdx, CC + path)


@pytest.mark.parametrize(("line", "spdx"), OTHERS)
def test_other_licences(line: str, spdx: str) -> None:
    found = read_license(line)
    assert found is not None
    assert found.spdx == spdx
    assert found.url is not None


@pytest.mark.parametrize("line", WITHOUT_VERSION)
def test_no_version_no_identifier(line: str) -> None:
    found = find_license([line])
    assert found is not None
    assert (found.spdx, found.url) == (None, None)


@pytest.mark.parametrize("line", NONE)
def test_not_the_licence_of_the_page(line: str) -> None:
    assert find_license([line]) is None


def test_the_most_precise_statement_wins() -> None:
    found = find_license(["Published under a Creative Commons license", "Home", "License: CC BY-SA 4.0"])
    assert found is not None
    assert found.spdx == "CC-BY-SA-4.0"


@given(st.text(st.characters(), max_size=80))
def test_total(text: str) -> None:
    find_license([text, f"license cc by {text}", f"creative commons license {text} 4.0"])
