from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.article import Article
from copydesk.languages import telling
from copydesk.languages.telling import tell_language

# about 200 characters of each, all telling the same invented story
STORIES = {
    "zh-Hans": "本报讯　市水务局昨天说，由于连日大雨，城东水库的水位已经超过警戒线，附近三个村的居民被转移到学校。"
    "负责人告诉记者，工作人员会继续巡查河堤，发现险情立即处理。这场雨预计还要下两天。",
    "zh-Hant": "本報訊　市水務局昨天說，由於連日大雨，城東水庫的水位已經超過警戒線，附近三個村的居民被轉移到學校。"
    "負責人告訴記者，工作人員會繼續巡查河堤，發現險情立即處理。這場雨預計還要下兩天。",
    "ja": "市の水道局は十四日、連日の大雨で東部の貯水池の水位が警戒線を超えたと発表した。近くの三つの集落の住"
    "民は学校に避難している。担当者は「職員が堤防の見回りを続け、異常があればすぐに対応する」と話した。",
    "ko": "시 상수도국은 어제 며칠째 이어진 큰비로 동쪽 저수지의 수위가 경계선을 넘었다고 밝혔다. 가까운 세 "
    "마을 주민은 학교로 대피했다. 담당자는 직원들이 둑을 계속 살피고 있다고 말했다.",
    "en": "The water board said on Tuesday that days of heavy rain had pushed the eastern reservoir above "
    "its warning line, and that people from three villages nearby were being taken to a school.",
    "de": "Nach tagelangem Regen ist der Stausee im Osten der Stadt über die Warnmarke gestiegen, wie das "
    "Wasseramt am Dienstag mitteilte. Die Bewohner von drei Dörfern wurden in eine Schule gebracht.",
    "fr": "Après plusieurs jours de pluie, le niveau du réservoir situé à l’est de la ville a dépassé la "
    "cote d’alerte, a annoncé mardi le service des eaux. Les habitants de trois villages ont été "
    "évacués.",
    "es": "Tras varios días de lluvia, el embalse situado al este de la ciudad superó el nivel de alerta, "
    "según informó el martes el servicio de aguas. Los vecinos de tres pueblos fueron llevados a una "
    "escuela.",
    "pt": "Depois de vários dias de chuva, a represa a leste da cidade ultrapassou o nível de alerta, "
    "informou na terça-feira o serviço de águas. Os moradores de três aldeias foram levados para uma "
    "escola.",
    "it": "Dopo giorni di pioggia il livello del bacino a est della città ha superato la soglia di allarme, "
    "ha comunicato martedì il servizio idrico. Gli abitanti di tre paesi sono stati portati in una "
    "scuola.",
    "nl": "Na dagen van zware regen is het waterpeil in het stuwmeer ten oosten van de stad boven de "
    "waarschuwingsgrens gekomen, zei het waterschap dinsdag. Bewoners van drie dorpen worden naar een "
    "school gebracht.",
    "sv": "Efter flera dagars regn har vattnet i dammen öster om staden stigit över varningsnivån, uppgav "
    "vattenverket på tisdagen. De boende i tre byar har förts till en skola och får inte återvända "
    "ännu.",
    "da": "Efter flere dages regn er vandet i dæmningen øst for byen steget over advarselsgrænsen, oplyste "
    "vandværket tirsdag. Beboerne i tre landsbyer er blevet kørt til en skole og må ikke vende hjem "
    "endnu.",
    "no": "Etter flere dager med regn har vannet i dammen øst for byen steget over varselgrensen, opplyste "
    "vannverket tirsdag. Innbyggerne i tre bygder er kjørt til en skole og får ikke reise hjem ennå.",
    "fi": "Usean päivän sateiden jälkeen vesi kaupungin itäpuolen tekojärvessä on noussut varoitusrajan yli, "
    "vesilaitos kertoo. Kolmen kylän asukkaat on viety koululle, ja he saavat palata vasta kun sade on "
    "ohi.",
    "is": "Eftir nokkurra daga rigningu er vatnið í lóninu austan við bæinn komið yfir viðvörunarmörk, að "
    "því er kemur fram hjá vatnsveitunni. Íbúar þriggja bæja hafa verið fluttir í skóla og bíða þar.",
    "pl": "Po kilku dniach deszczu poziom wody w zbiorniku na wschód od miasta przekroczył stan "
    "ostrzegawczy, podały we wtorek wodociągi. Mieszkańcy trzech wsi zostali przewiezieni do szkoły i "
    "czekają tam na powrót.",
    "cs": "Po několika dnech deště stoupla hladina nádrže na východ od města nad výstražnou značku, uvedly v "
    "úterý vodárny. Obyvatelé tří vesnic byli převezeni do školy, kde zůstanou, než voda opadne.",
    "sk": "Po niekoľkých dňoch dažďa stúpla hladina nádrže na východ od mesta nad výstražnú značku, uviedli "
    "v utorok vodárne. Obyvatelia troch dedín boli prevezení do školy, kde zostanú, keď voda neopadne.",
    "sl": "Po več dneh dežja se je voda v zajetju vzhodno od mesta dvignila nad opozorilno mejo, so v torek "
    "sporočili iz vodovoda. Prebivalce treh vasi so odpeljali v šolo, kjer bodo ostali, dokler voda ne "
    "upade.",
    "hr": "Nakon nekoliko dana kiše voda u akumulaciji istočno od grada porasla je iznad granice upozorenja, "
    "priopćio je u utorak vodovod. Stanovnici triju sela prevezeni su u školu, gdje će ostati dok se "
    "voda ne povuče.",
    "hu": "Több napos eső után a várostól keletre fekvő víztározó szintje meghaladta a riasztási vonalat, "
    "közölte kedden a vízmű. Három falu lakóit egy iskolába vitték, és ott is maradnak, amíg a víz le "
    "nem vonul.",
    "ro": "După mai multe zile de ploaie, nivelul lacului de acumulare din estul orașului a depășit cota de "
    "atenție, a anunțat marți regia de apă. Locuitorii din trei sate au fost duși la o școală.",
    "tr": "Günlerce süren yağmurun ardından kentin doğusundaki barajda su uyarı çizgisini aştı. Su idaresi "
    "salı günü yaptığı açıklamada üç köyün sakinlerinin bir okula götürüldüğünü ve burada kalacağını "
    "söyledi.",
    "id": "Setelah hujan selama beberapa hari, permukaan air waduk di timur kota telah melewati batas siaga, "
    "kata dinas pengairan pada Selasa. Warga dari tiga desa dibawa ke sebuah sekolah dan akan tinggal "
    "di sana.",
    "vi": "Sau nhiều ngày mưa lớn, mực nước hồ chứa ở phía đông thành phố đã vượt mức báo động, công ty cấp "
    "nước cho biết hôm thứ ba. Người dân của ba làng đã được đưa đến một trường học và sẽ ở lại đó.",
    "ru": "После нескольких дней дождя вода в водохранилище к востоку от города поднялась выше опасной "
    "отметки, сообщил во вторник водоканал. Жителей трёх деревень перевезли в школу, где они останутся "
    "до конца недели.",
    "uk": "Після кількох днів дощу вода у водосховищі на схід від міста піднялася вище небезпечної позначки, "
    "повідомив у вівторок водоканал. Мешканців трьох сіл перевезли до школи, де вони залишаться до "
    "кінця тижня.",
    "bg": "След няколко дни дъжд водата в язовира източно от града се покачи над опасната граница, съобщи "
    "във вторник водоснабдяването. Жителите на три села бяха откарани в училище, където ще останат до "
    "края на седмицата.",
    "sr": "После неколико дана кише вода у акумулацији источно од града порасла је изнад границе упозорења, "
    "саопштио је у уторак водовод. Становници трију села превезени су у школу, где ће остати до краја "
    "недеље.",
    "el": "Ύστερα από ημέρες βροχής η στάθμη του ταμιευτήρα στα ανατολικά της πόλης ξεπέρασε το όριο "
    "συναγερμού, ανακοίνωσε την Τρίτη η υπηρεσία ύδρευσης. Οι κάτοικοι τριών χωριών μεταφέρθηκαν σε "
    "σχολείο.",
    "he": "אחרי ימים של גשם כבד עלה מפלס המים במאגר שממזרח לעיר מעל קו האזהרה, כך מסרה ביום שלישי רשות המים. "
    "תושבי שלושה כפרים הועברו לבית ספר ויישארו בו עד סוף השבוע.",
    "ar": "بعد أيام من المطر الغزير تجاوز منسوب المياه في الخزان الواقع شرق المدينة خط الإنذار، وفق ما قالت "
    "هيئة المياه يوم الثلاثاء. ونقل سكان ثلاث قرى إلى مدرسة حيث يبقون حتى نهاية الأسبوع.",
    "fa": "پس از چند روز باران سنگین، سطح آب در سد شرق شهر از خط هشدار گذشت. سازمان آب روز سه‌شنبه گفت که "
    "ساکنان سه روستا به یک مدرسه برده شده‌اند و تا پایان هفته در آنجا می‌مانند.",
    "ur": "کئی دن کی بارش کے بعد شہر کے مشرق میں بند کا پانی خطرے کے نشان سے اوپر چلا گیا ہے۔ محکمہ آب نے "
    "منگل کو کہا کہ تین گاؤں کے لوگوں کو ایک اسکول میں پہنچایا گیا ہے۔",
    "hi": "कई दिनों की बारिश के बाद शहर के पूर्व में बने जलाशय का पानी चेतावनी के निशान से ऊपर चला गया है। "
    "जल विभाग ने मंगलवार को कहा कि तीन गांवों के लोगों को एक स्कूल में पहुंचाया गया है।",
    "th": "หลังฝนตกหนักหลายวัน ระดับน้ำในอ่างเก็บน้ำทางตะวันออกของเมืองสูงเกินเส้นเตือนภัยแล้ว "
    "การประปาแจ้งเมื่อวันอังคาร ชาวบ้านสามหมู่บ้านถูกพาไปพักที่โรงเรียน",
    "bn": "কয়েক দিনের বৃষ্টির পর শহরের পূর্ব দিকের জলাধারের পানি সতর্কসীমা ছাড়িয়েছে বলে মঙ্গলবার জানিয়েছে পানি বিভাগ।",
}


@pytest.mark.parametrize("tag", STORIES)
def test_a_paragraph_tells_its_language(tag: str) -> None:
    assert tell_language(STORIES[tag]) == tag


@pytest.mark.parametrize("tag", STORIES)
def test_capitals_and_white_space_change_nothing(tag: str) -> None:
    assert tell_language("\r\n\t" + STORIES[tag].upper().replace(" ", "\n")) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("", "und"),
        ("   \n\x00\ud800", "und"),
        ("2024-05-03 12:30 | 1,284 | 3/5", "und"),
        ("OK", "und"),
        ("Xqz Vrt Lmn Bwk Pdf Jpg", "und"),
        ("Hillcrest 14 11 6 15; Port Amber 18 22 13 17", "und"),
        ("A.B.", "und"),
        ("今天大雨", "zh"),
        ("报纸", "zh-Hans"),
        ("報紙", "zh-Hant"),
        ("サイト", "ja"),
    ],
)
def test_no_more_is_told_than_the_text_says(text: str, tag: str) -> None:
    assert tell_language(text) == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (STORIES["zh-Hans"] + "（記者 陳國華）", "zh-Hans"),
        (STORIES["zh-Hans"] + "「の」字招牌", "zh-Hans"),
        ("New Harbour Tech AI Center CEO " + STORIES["zh-Hans"], "zh-Hans"),
        (STORIES["en"] + " The note read 水位, water level.", "en"),
        (STORIES["en"] + " She met François Müller at the café in São Tomé.", "en"),
        (STORIES["ru"] + " Breaking News Service", "ru"),
        ("<<" + STORIES["de"] + ">> http://example.org/a/b?c=d", "de"),
    ],
)
def test_a_few_foreign_words_do_not_mislead(text: str, tag: str) -> None:
    assert tell_language(text) == tag


def test_a_foreign_opening_does_not_mislead() -> None:
    assert tell_language(STORIES["fr"] + "\n" + STORIES["de"] * 30) == "de"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_every_text_has_a_tag_that_a_record_can_carry(text: str) -> None:
    pattern = next(part.pattern for part in Article.model_fields["language"].metadata if hasattr(part, "pattern"))
    assert re.fullmatch(pattern, tell_language(text))


@pytest.mark.parametrize("length", [1_000_000, 3_000])
def test_only_a_sample_is_read(length: int) -> None:
    assert len(telling._sample("x" * length)) < telling.SAMPLE_LENGTH + telling.SAMPLE_PIECES  # noqa: SLF001


SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "pages"


@pytest.mark.parametrize("page", sorted(SAMPLES.glob("*.txt")), ids=lambda page: page.stem)
def test_samples_are_in_the_language_of_their_name(page: Path) -> None:
    codec = page.suffixes[0].removeprefix(".") if len(page.suffixes) > 1 else "utf-8"
    tag = tell_language(page.read_bytes().decode(codec, "replace"))
    assert page.stem.startswith((tag.split("-")[0], "navigation"))
    if page.stem.startswith("zh-han"):
        assert page.stem.startswith(tag.lower())


def shared() -> Path:
    stated = os.environ.get("COPYDESK_SHARED")
    return Path(stated) if stated else Path(__file__).resolve().parents[3] / "shared"


@pytest.mark.parametrize(("corpus", "least"), [("zh", 1.0), ("en", 0.96), ("multi", 0.97)])
def test_real_articles_tell_their_language(corpus: str, least: float) -> None:
    path = shared() / "corpora" / corpus / "text.resiliparse.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no corpora at {shared()} (set COPYDESK_SHARED)")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    known = [(row["lang"].split("-")[0], row["gold"]) for row in rows if row.get("lang") and len(row["gold"]) >= 200]
    right = sum(tell_language(text).split("-")[0] == tag for tag, text in known)
    assert right >= least * len(known) > 20
