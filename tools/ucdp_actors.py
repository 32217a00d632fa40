"""Make knowledge/data/ucdp_actors.csv, the registry's backbone, from the UCDP Actor Dataset 22.1 (CC BY 4.0).

    python tools/ucdp_actors.py ../shared/data/ucdp_actor_221.csv

One row an actor, nothing left out. Its names are sorted by what they may do, for many are common words, persons,
peoples or translations that nobody writes ("Outlaws", "Hausa", "The Base"):

    text            of several words and telling: may be found in running text
    abbreviations   exact case, three letters or more: as text, but only beside a country of the actor
    looked_up       of generic words, or of one word: never found in text; a look-up needs a fitting country
    candidates      common words, nationalities, parties that now govern: never found; a look-up names them, unresolved

`org` is UCDP's: 1 organised group, 2 supporters of somebody, 3 people, clan or faith, 4 government. `country` is the one
country an actor was active in, or of several the one that its name tells; `previous` whom it split from,
`umbrellas` alliances it stood under, `joined` whom it went over to, `renames` later names.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/counterclaim/knowledge/data/ucdp_actors.csv"
COLUMNS = [
    "ucdp_id", "abbreviations", "org", "type", "name", "english", "text", "looked_up", "candidates", "renames", "previous",
    "umbrellas", "joined", "country", "countries",
]  # fmt: skip
ROWS = 1725
GOVERNMENT, SUPPORTERS, PEOPLE = "4", "2", "3"
SEPARATOR = "|"
Row = dict[str, str]


def spaced(text: str) -> frozenset[str]:
    """Return the words of a list that spaces part."""
    return frozenset(text.split())


def listed(text: str) -> frozenset[str]:
    """Return the names of a list that semicolons part."""
    return frozenset(" ".join(name.split()) for name in text.split(";"))


ISO = dict(
    pair.split(":")
    for pair in spaced(
        """2:USA 20:CAN 40:CUB 41:HTI 42:DOM 51:JAM 52:TTO 55:GRD 70:MEX 90:GTM 91:HND 92:SLV 93:NIC 94:CRI
    95:PAN 100:COL 101:VEN 110:GUY 115:SUR 130:ECU 135:PER 140:BRA 145:BOL 150:PRY 155:CHL 160:ARG 165:URY 200:GBR
    210:NLD 211:BEL 220:FRA 230:ESP 260:DEU 305:AUT 310:HUN 339:ALB 343:MKD 344:HRV 345:SRB 346:BIH 350:GRC 352:CYP
    359:MDA 360:ROU 365:RUS 369:UKR 371:ARM 372:GEO 373:AZE 380:SWE 404:GNB 420:GMB 432:MLI 433:SEN 434:BEN 435:MRT
    436:NER 437:CIV 438:GIN 439:BFA 450:LBR 451:SLE 452:GHA 461:TGO 471:CMR 475:NGA 481:GAB 482:CAF 483:TCD 484:COG
    490:COD 500:UGA 501:KEN 510:TZA 516:BDI 517:RWA 520:SOM 522:DJI 530:ETH 531:ERI 540:AGO 541:MOZ 551:ZMB 552:ZWE
    560:ZAF 565:NAM 570:LSO 571:BWA 572:SWZ 580:MDG 581:COM 600:MAR 615:DZA 616:TUN 620:LBY 625:SDN 626:SSD 630:IRN
    640:TUR 645:IRQ 651:EGY 652:SYR 660:LBN 663:JOR 666:ISR 670:SAU 678:YEM 680:YEM 690:KWT 692:BHR 698:OMN 700:AFG
    702:TJK 703:KGZ 704:UZB 710:CHN 713:TWN 731:PRK 732:KOR 750:IND 751:IND 760:BTN 770:PAK 771:BGD 775:MMR 780:LKA
    790:NPL 800:THA 811:KHM 812:LAO 816:VNM 817:VNM 820:MYS 835:BRN 840:PHL 850:IDN 900:AUS 910:PNG"""
    )
)  # Gleditsch and Ward's numbers; the states of old under the code of the state that followed
NAMES = (
    "NameData",
    "NameOrig",
    "NameOrigFull",
    "NameOrigFullEng",
    "NewName",
    "NewNameFullMotherTongue",
    "NewNameFullEng",
)
WHOLE = frozenset({"Movimiento 26, de Julio"})  # a comma that parts nothing
LATER = ("NewName", "NewNameFullMotherTongue", "NewNameFullEng")

# Peoples whose names are nationalities, faiths or other words as well.
OTHER_WORDS = spaced(
    """alawite ale ari armenian assamese azeri bari bete bihari bini black boje buddhists buya christians copts dawa fur gura hamar highlanders
    hindus indian jie kuki kyrgyz malay mangal mauritanian mima moba mouro muslims nandi pan pari senegalese somali sunni suri tama tamil
    tapo terjam torma turi uighur uzbek arab burkinabé"""
)  # fmt: skip
# What is no rebel though it is organised: crime, and militias of landlords, trades and governments.
GANGS_OF = spaced("BRA ECU")
GANGS = spaced(
    """772 774 775 776 777 778 782 793 799 800 808 809 810 1045 1088 1089 1090 1099 1149 1150 1151 1152 1153 1154 1169 1173 1167 1168 3107 3108 3116 3109
    3118 1189 1190 3296 3297 3298 3299 3323 4465 4486 4487 4492 6002 6003 6007 6008 6009 6122 6275 6276 6481 6482 6483 6485 6486 6487 6573 6704 7187
    7238 7256 7381 7395 7399 7793 7795 7796 7983 8003 8006 8058 8095 8104 8329 8330 8338 8339"""
)  # fmt: skip
MILITIAS = spaced(
    """392 534 535 547 545 546 548 585 588 623 628 629 630 648 645 659 667 714 770 771 779 787 796 811 882 887 895 938 981 982 987 988 989 990
    1142 1143 1155 1177 1185 2987 3157 3332 3981 4475 6185 6186 6501 6506 6579 6590 6616 6634 6739 6769 6806 6857 6902 6918 7206 7372 7647 7734 8259"""
)  # fmt: skip
# Words that any movement may bear: a name of these alone says nothing outside its country.
GENERIC = spaced(
    """a an and at for from in of on the to with's de del des du la le les el and e y et pour
    national nationalist popular people peoples people's patriotic democratic democracy revolutionary revolution
    liberation freedom independence justice peace unity united union islamic muslim communist socialist workers labour
    armed army armies front movement party forces force council committee congress alliance coalition coordination
    organization organisation group groups command rally assembly resistance defence defense self-defence
    self-defense salvation renewal change reform redemption reconciliation development equality rights
    brigade brigades battalion division legion corps guard guards regiment company militia militias rebels rebel
    insurgents fighters supporters soldiers mujahideen warriors opposition faction state republic government new free
    first second third 16th 23rd 101st infantry security protection vigilance vigilantes local southern northern
    eastern western south north east west supreme central general military presidential special revolutionaries
    shura volunteers volunteer country lord holy society base conquest victory levant support honour brave elite
    jihad jihadist caliphate islam truth dawn revolutionists renaissance rebirth nation red white black family
    operations room tribes tribal elements strangers spiders falcons glory glories god spirit"""
)
ORGANISATION = spaced(
    """army front movement party forces force council committee congress alliance coalition coordination organization
    organisation group command rally brigade brigades battalion division legion corps guard guards regiment militia
    union cartel gang bloc tigers jihad administration association league government state resistance insurgents
    rebels vigilantes boys volunteers republic rally convention lashkar liwa jaysh jaish jabhat kataib katayib saraya harakat
    ansar jund jamaat jama'at mayi raia comando cartel janjaweed nyatura anti-balaka battalion"""
)

# English or Spanish words, surnames, places and what else means something else in a report.
COMMON = listed(
    """Al-Khobar; Amal; Amigos dos Amigos; Amigos Para Sempre; Army of God; Army of Islam; Army of Justice; Army of Victory; Bandera Roja;
    Banner of al-Aqsa; Barriga gang; Be Strong; Be Well; Black Axe; Brigade of Islam; Bush Boys; Cartel del Sur; Cobras; Contras;
    Counterrevolutionaries; Death to Kidnappers; Deebam; Deewell; Defenders of the Faith; Democratic Republic of Yemen; Elements; Elite Army;
    Estados Unidos; Exile and Redemption; Eyie; Fedayeen Islam; First Liberation Army; First Regiment; Followers of the Prophet; Forest Brothers;
    Freedom fighters group; Garde-Presidentielle; Greenlanders; Hells Angels; Islamic Community; Islamic Front; Islamic Legion; Islamic Party;
    Islamic State; Islamic Unity; Justice Revolution; Kingdom of Kongo; Kurdish Front; La Familia; La Linea; La Resistencia; Lagunya;
    Liberation Army; Lord's Army; Los Mayas; Los Colombianos; Los Rojos; Maidan; Muslim Brotherhood; Muslim Society; National Front; Neutralists;
    Ninjas; Non PLO groups; Non Palestine Liberation Organization groups; Okaida; Opposition coalition; Outlaws; Parliamentary Forces;
    Partisans of Islam; Party of God; Patriotic Front; Peace and Justice; Popular Front; Presidential guard; Rastas; Red Command; Rejectionist Front;
    Republic of Kurdistan; Revolution and Justice; Rock Machine; Royalists; Second Liberation Army; Security Group; Sikh insurgents;
    Society of the Calling; Soldiers of the Caliphate; Southern Bloc; Special Force; Spiders; Supporters of God; Supporters of Islam; The Base;
    The Believing Youth; The Family; The Knights Templar; The Nation; The Reds; The Resistance; The Sentinel; The Sweeper; The Zetas; Third Command;
    Tibet; Tripoli Protection Force; Truth Brigade; Union; Unity Party; Warriors of Jihad; Opposition coalition (Febreristas, Liberals and Communists)
    """
)  # fmt: skip
# Descriptions, and translations that nobody uses: looked up only, though their words look telling.
ONLY_LOOKED_UP = listed(
    """Al-Umma; Alliance nationale; Ambazonia insurgents; Army of the Pure; Brave Young Warriors; Defenders of Jerusalem; Followers of the Holy War;
    Guardians of the state; Hutu rebels; Kashmir insurgents; Mujahid Party; Palestinian insurgents; Patani insurgents; Soldiers of al-Aqsa;
    Special Police Brigade; Supporters of the Tradition; Syrian insurgents; Taiwanese insurgents; Unity and Holy War; Baraka group
    """
)  # fmt: skip
# Of one word, or of generic words, yet of this actor alone wherever its country is spoken of.
TELLING = listed(
    """Anya Nya; Ansaroul Islam; Armed Forces Revolutionary Council; Armed Islamic Group; Baloch Ittehad; Bana Mura; Carteles Unidos; Darul Islam;
    Devrimci Sol; Frolina; Frolinat; Fronasa; Ganda Iso; Grupo Escorpion; Guerreros Unidos; Hizbul Islam; Holy Spirit Movement; Indian Mujahideen;
    Isenasawo; Islamic Salvation Army; Islamic Salvation Front; Jemaah Islamiya; Jondullah; Justice and Equality Movement; Kamajors; Kamuina Nsapu;
    Kaniyat; Kata Katanga; Khmer Issarak; Khmer Rouge; Lao Issara; Libya Dawn; Los Ardillos; Los Aztecas; Los Choneros; Los Tiguerones; Los Tlacos;
    Los Zetas; Mara Salvatrucha; Mau Mau; Montoneros; Mukti Bahini; Mungiki; Palipehutu; Pathet Lao; People's Mujahideen; Ranvir Sena;
    Revolutionary United Front; Sendero Luminoso; Shining Path; Viet minh; Yan Sakai; Zviadists
    """
)  # fmt: skip
# States and parties that stand today, or peaceful bodies: UCDP means the armed group they once were.
NOW_OTHERWISE = spaced(
    """161 165 178 204 213 243 257 258 267 269 273 281 290 291 330 336 337 352 354 358 362 397 401 403 405 414 417 428 434 445 457 461 464 465 467
    492 493 513 527 665 758 784 832 843 845 879 981 982 987 988 989 990 1117 1129 1185 1193 3332 3981 5817 6689 6868 8175"""
)  # fmt: skip
# Abbreviations that are words or far better known as something else: they are looked up only.
HOMONYMS = spaced(
    """ACC ADP AFL AIAI AIS ALF ALP AWB BMA BRA BRAS CATA CDR CMC CNL CNPSC CNR CPA CPI CPM CPT CRA DPR DRU DSA EDU ELF APF ERP ETA FACT FAN FAP FAR FAT
    FDC FDN FDR FIS FLC FNI FPR FRF FUNK GIA HPC IAI IMK ISI KIM LAA LDF LNM LPR MAS MCC MDA MDF MIA MIM MIR MLC MNA MNR MODEL MPA MPF MTA NAS NDA NDC
    NLF NNC NRA NRC NSA NSF NUF OAS PAC PCC PEPES PLA PRA PRC RPF SARC SLA SNF SPM SSA TPF TRC UDA UFM UFR UPA USC"""
)  # fmt: skip


def cells(text: str) -> list[str]:
    """Return the entries of a cell that UCDP parts by commas."""
    return [part for part in (" ".join(p.split()) for p in text.split(",")) if part]


def names_of(row: Row) -> dict[str, None]:
    """Return every name of an actor, in UCDP's order, as the keys of a dict."""
    found: dict[str, None] = {}
    for column in NAMES:
        text = " ".join(row[column].replace("\u00ad", "").replace("Congo- Kinshasa", "Congo-Kinshasa").split())
        for name in cells(text) if column in LATER and text not in WHOLE else [text]:
            name = name.strip("\u200e\u200f ").replace("Congo- ", "Congo-").replace("of of ", "of ")
            if name and name not in {"n/a", "Spanish"}:
                found.setdefault(name)
    return found


def plain_forms(name: str) -> Iterator[str]:
    """Yield a name, without what stands in brackets after it, and its halves where a stroke parts two full names."""
    yield name
    short = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", name)
    if short and short != name and "(" not in short:
        yield short
    if " / " in name:
        yield from (half.strip() for half in name.split(" / "))


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is made of capitals ("SPLM/A - IO", "LeJ"), not of words."""
    words = re.findall(r"[^\W\d_]+", name)
    short = [w for w in words if sum(c.isupper() for c in w) >= max(2, len(w) - 2)]
    return bool(short) and words[0] in short and all(len(w) <= 9 for w in words) and " faction" not in name


def words(name: str) -> list[str]:
    """Return the words of a name in small letters."""
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", name.lower().replace("’", "'"))


def telling(name: str) -> bool:
    """Tell whether a name of several words is of this one actor: not of generic words alone."""
    own = [w for w in words(name) if w not in GENERIC]
    if len(words(name)) < 2 or not own:
        return False
    told = set(words(name)) & ORGANISATION or len(words(name)) >= 3
    return bool(told or not name.isascii() or "-" in name)


def sort_names(row: Row, demonyms: frozenset[str]) -> dict[str, list[str]]:
    """Return an actor's names by what they may do."""
    sorted_: dict[str, list[str]] = {"text": [], "abbreviations": [], "looked_up": [], "candidates": []}
    otherwise = row["ActorId"] in NOW_OTHERWISE
    every = dict.fromkeys(form for name in names_of(row) for form in plain_forms(name))
    for name in every:
        latin = re.sub(r"[^\w]", "", name)
        if not re.search(r"[A-Za-zÀ-ɏḀ-ỿ]", name) or len(latin) <= 2:
            continue  # of another script, or too short to be a name
        sorted_[_place(row, name, demonyms, otherwise)].append(name)
    return sorted_


def _place(row: Row, name: str, demonyms: frozenset[str], otherwise: bool) -> str:
    if (
        otherwise
        or name in COMMON
        or name.lower() in demonyms
        or name.startswith(("Military faction", "Military Faction"))
    ):
        return "candidates"
    if row["Org"] in {SUPPORTERS, PEOPLE}:
        plain = name.split(" (")[0]
        return "candidates" if plain.lower() in demonyms else "looked_up"
    if row["Org"] == GOVERNMENT:
        return "text"
    if is_abbreviation(name):
        return "looked_up" if name in HOMONYMS else "abbreviations"
    name = name.replace("’", "'")
    return "text" if name in TELLING or (name not in ONLY_LOOKED_UP and telling(name)) else "looked_up"


def type_of(row: Row, countries: list[str]) -> str:
    """Return an actor's type: by UCDP's kind, but for the organised that are gangs or militias."""
    if row["Org"] == GOVERNMENT:
        return "government"
    if row["Org"] in {SUPPORTERS, PEOPLE} or row["ActorId"] in MILITIAS:
        return "militia"
    gang = row["ActorId"] in GANGS or row["NameData"].rstrip().endswith(" gang") or set(countries) <= GANGS_OF
    return "gang" if gang else "rebel"


def country_of(row: Row, countries: list[str], names: dict[str, str]) -> str:
    """Return an actor's country: the only one, or of several the one that its own name tells."""
    if len(countries) == 1:
        return countries[0]
    told = {names[w] for name in names_of(row) for w in words(name) if w in names}
    home = [c for c in countries if c in told]
    return home[0] if len(home) == 1 else ""


def ids(text: str, own: str, known: set[str]) -> str:
    """Return the ids of other actors in a cell."""
    return SEPARATOR.join(dict.fromkeys(i for i in cells(text) if i in known and i != own))


def main(source: Path) -> None:
    """Write the table; print its counts."""
    from counterclaim.knowledge.place_words import load_places

    places = load_places()
    single = {
        word: code
        for table in (places.countries, places.demonyms)
        for word, code in table.items()
        if " " not in word
    }
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["ActorId"] for row in rows}
    if len(known) != len(rows) or len(rows) != ROWS:
        raise SystemExit(f"{source}: {len(rows)} rows, {len(known)} ids; expected {ROWS} of each (version 22.1)")
    made = []
    for row in rows:
        countries = list(dict.fromkeys(ISO[number] for number in cells(row["GWNOLoc"])))
        every = list(names_of(row))
        english = " ".join(row["NameOrigFullEng"].split())
        name = _title(row, every)
        made.append(
            {
                "ucdp_id": row["ActorId"], "org": row["Org"], "type": type_of(row, countries), "name": name,
                "english": "" if english in {"n/a", name} else english.replace("Congo- ", "Congo-"),
                **{k: SEPARATOR.join(v) for k, v in sort_names(row, OTHER_WORDS | single.keys()).items()},
                "renames": SEPARATOR.join(dict.fromkeys(n for c in LATER for n in cells(row[c]))),
                "previous": ids(f"{row['ActorIdPrev']}, {row['ActorIdSplitTemp']}", row["ActorId"], known),
                "umbrellas": ids(row["ActorIdAlliance"], row["ActorId"], known),
                "joined": ids(row["ActorIdGroup"], row["ActorId"], known),
                "country": "" if row["Org"] == GOVERNMENT else country_of(row, countries, single),
                "countries": SEPARATOR.join(countries),
            }
        )  # fmt: skip
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# UCDP Actor Dataset 22.1, Uppsala Conflict Data Program, CC BY 4.0; made by tools/ucdp_actors.py\n"
        )
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    counts = Counter(row["Org"] for row in rows)
    print(f"{len(made)} actors of {len(rows)}: {dict(counts)}; {TARGET.stat().st_size / 1e3:.0f} kB")
    for column in ("text", "abbreviations", "looked_up", "candidates"):
        print(f"  {column}: {sum(len(m[column].split(SEPARATOR)) for m in made if m[column])}")


def _title(row: Row, every: list[str]) -> str:
    """Return the name to show: the full one in English for an abbreviation or a rename, else UCDP's own."""
    data = " ".join(row["NameData"].split())
    english = " ".join(row["NameOrigFullEng"].split()).replace("Congo- ", "Congo-")
    if not is_abbreviation(data):
        return data
    later = cells(row["NewNameFullEng"])
    if later and data in cells(row["NewName"]):
        return later[-1]
    return english if english not in {"", "n/a"} else data


if __name__ == "__main__":
    main(Path(sys.argv[1]))
