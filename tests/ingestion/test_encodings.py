"""Text in any usual encoding is read as it was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import UnreadableFile
from tests.ingestion.conftest import Read

ReadText = Callable[..., Read]

WRITTEN = {
    "French": ("nom,ville\nLefèvre,Nîmes\nZoë,Béziers\nGarçon,Besançon\n", ("cp1252", "mac-roman", "utf-8-sig")),
    "German": ("Name;Stadt\nMüller;Köln\nGroß;Düren\nJäger;Würzburg\n", ("cp1252", "latin-1", "mac-roman", "cp850")),
    "Polish": ("imię;miasto\nŁukasz;Łódź\nJęży;Świdnica\nZażółć;Gdańsk\n", ("cp1250", "iso8859-2")),
    "Russian": ("имя;город\nИван Петров;Москва\nМария;Казань\n", ("cp1251", "koi8-r", "cp866", "utf-16", "utf-16-be")),
    "Greek": ("όνομα;πόλη\nΓιώργος;Αθήνα\nΕλένη;Πάτρα\n", ("cp1253",)),
    "Turkish": ("ad;şehir\nAyşe;İstanbul\nIşıl;Eskişehir\nÇağrı;Muğla\n", ("cp1254",)),
    "Hebrew": ("שם;עיר\nדוד;ירושלים\nמשה;חיפה\n", ("cp1255",)),
    "Arabic": ("الاسم;المدينة\nمحمد;القاهرة\nعلي;بغداد\n", ("cp1256",)),
    "Latvian": ("vārds;pilsēta\nĒriks;Liepāja\nŽanete;Jūrmala\nĢirts;Ķekava\n", ("cp1257",)),
    "Japanese": ("名前,都市\n田中太郎,東京\nスズキ,大阪\nさとう花子,名古屋市\n", ("shift_jis", "euc_jp", "utf-16-le")),
    "Chinese": ("姓名,城市\n张伟,北京\n王芳,上海\n李娜的朋友,广州市\n", ("gbk", "gb18030")),
    "Taiwanese": ("產品,價格\n蘋果,一\n香蕉,二\n李娜的朋友,臺中市\n", ("big5",)),
    "Korean": ("이름,도시\n김철수,서울\n이영희,부산\n박민수,대구광역시\n", ("euc_kr",)),
    "English": ("item,note\ncafé – “best”,naïve’s\nplain,as it is\n", ("cp1252", "utf-32", "utf-32-le", "utf-32-be")),
}


@pytest.mark.parametrize(
    ("language", "encoding"), [(name, encoding) for name, (_, known) in WRITTEN.items() for encoding in known]
)
def test_each_language_comes_back_from_the_encodings_it_is_written_in(
    read: ReadText, language: str, encoding: str
) -> None:
    text, _ = WRITTEN[language]
    found = read(text.encode(encoding), name=f"{encoding}.csv")
    lines = [tuple(line.replace(";", ",").split(",")) for line in text.splitlines()]
    assert tuple(column.label for column in found.imported.tables[0].columns) == lines[0]
    assert found.rows() == lines[1:]


def test_a_few_old_bytes_in_utf_8_are_read_as_windows_text(read: ReadText) -> None:
    lines = "".join(f"Köln {number},Grüße\n" for number in range(30)).encode()
    found = read(b"city,word\n" + lines + "Düren,süß\n".encode("cp1252"))
    assert found.rows()[-1] == ("Düren", "süß")


def test_nul_bytes_are_left_out_and_counted(read: ReadText) -> None:
    found = read(b"name,size\nAn\0n,1\nBen,2\n" + b"".join(b"c%d,%d\n" % (n, n) for n in range(50)))
    assert found.rows()[0] == ("Ann", 1)
    assert any("NUL" in decision.detail for decision in found.imported.report.decisions)


def test_a_character_that_is_cut_off_is_told(read: ReadText) -> None:
    found = read("name,size\nAnn,1\nBen,2x".encode("utf-16")[:-1])
    assert any("could not be read" in decision.detail for decision in found.imported.report.decisions)


def test_bytes_that_are_no_text_are_refused(read: ReadText) -> None:
    with pytest.raises(UnreadableFile, match="binary"):
        read(bytes(range(1, 32)) * 40)
