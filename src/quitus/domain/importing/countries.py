"""Countries as French and English speakers write them, to ISO 3166 codes of two letters."""

from quitus.domain.importing.text import clean, name_key
from quitus.domain.refused import Refused

# Names without accents, after the code of three letters. A country that is not here is written by its code.
_NAMES = {
    "AD": "and, andorre, andorra", "AE": "are, emirats arabes unis, united arab emirates, uae",
    "AL": "alb, albanie, albania", "AR": "arg, argentine, argentina", "AT": "aut, autriche, austria, osterreich",
    "AU": "aus, australie, australia", "BA": "bih, bosnie herzegovine, bosnia and herzegovina",
    "BE": "bel, belgique, belgium, belgie", "BF": "bfa, burkina faso", "BG": "bgr, bulgarie, bulgaria",
    "BJ": "ben, benin", "BL": "blm, saint barthelemy", "BR": "bra, bresil, brazil, brasil",
    "CA": "can, canada", "CD": "cod, rd congo, republique democratique du congo, dr congo",
    "CG": "cog, congo", "CH": "che, suisse, switzerland, schweiz, svizzera",
    "CI": "civ, cote d ivoire, ivory coast", "CL": "chl, chili, chile", "CM": "cmr, cameroun, cameroon",
    "CN": "chn, chine, china", "CO": "col, colombie, colombia", "CY": "cyp, chypre, cyprus",
    "CZ": "cze, tchequie, czechia, republique tcheque, czech republic",
    "DE": "deu, allemagne, germany, deutschland", "DJ": "dji, djibouti", "DK": "dnk, danemark, denmark, danmark",
    "DZ": "dza, algerie, algeria", "EE": "est, estonie, estonia, eesti", "EG": "egy, egypte, egypt",
    "ES": "esp, espagne, spain, espana", "FI": "fin, finlande, finland, suomi",
    "FR": "fra, france, france metropolitaine", "GA": "gab, gabon",
    "GB": "gbr, royaume uni, united kingdom, uk, u k, grande bretagne, great britain, angleterre, england",
    "GF": "guf, guyane, guyane francaise, french guiana", "GN": "gin, guinee, guinea", "GP": "glp, guadeloupe",
    "GR": "grc, grece, greece", "HK": "hkg, hong kong", "HR": "hrv, croatie, croatia",
    "HU": "hun, hongrie, hungary", "ID": "idn, indonesie, indonesia", "IE": "irl, irlande, ireland",
    "IL": "isr, israel", "IN": "ind, inde, india", "IS": "isl, islande, iceland", "IT": "ita, italie, italy, italia",
    "JP": "jpn, japon, japan", "KR": "kor, coree du sud, south korea", "LB": "lbn, liban, lebanon",
    "LI": "lie, liechtenstein", "LT": "ltu, lituanie, lithuania", "LU": "lux, luxembourg",
    "LV": "lva, lettonie, latvia", "MA": "mar, maroc, morocco", "MC": "mco, monaco",
    "MD": "mda, moldavie, moldova", "ME": "mne, montenegro", "MF": "maf, saint martin",
    "MG": "mdg, madagascar", "MK": "mkd, macedoine du nord, north macedonia", "ML": "mli, mali",
    "MQ": "mtq, martinique", "MR": "mrt, mauritanie, mauritania", "MT": "mlt, malte, malta",
    "MU": "mus, maurice, ile maurice, mauritius", "MX": "mex, mexique, mexico", "MY": "mys, malaisie, malaysia",
    "NC": "ncl, nouvelle caledonie, new caledonia", "NE": "ner, niger",
    "NL": "nld, pays bas, netherlands, the netherlands, nederland, hollande, holland",
    "NO": "nor, norvege, norway, norge", "NZ": "nzl, nouvelle zelande, new zealand", "PE": "per, perou, peru",
    "PF": "pyf, polynesie francaise, french polynesia", "PL": "pol, pologne, poland, polska",
    "PM": "spm, saint pierre et miquelon", "PT": "prt, portugal", "QA": "qat, qatar",
    "RE": "reu, reunion, la reunion", "RO": "rou, roumanie, romania", "RS": "srb, serbie, serbia",
    "RU": "rus, russie, russia", "SA": "sau, arabie saoudite, saudi arabia", "SE": "swe, suede, sweden, sverige",
    "SG": "sgp, singapour, singapore", "SI": "svn, slovenie, slovenia", "SK": "svk, slovaquie, slovakia",
    "SM": "smr, saint marin, san marino", "SN": "sen, senegal", "TD": "tcd, tchad, chad", "TG": "tgo, togo",
    "TH": "tha, thailande, thailand", "TN": "tun, tunisie, tunisia", "TR": "tur, turquie, turkey, turkiye",
    "UA": "ukr, ukraine", "US": "usa, etats unis, united states, united states of america, u s, u s a",
    "VN": "vnm, vietnam, viet nam", "WF": "wlf, wallis et futuna", "YT": "myt, mayotte",
    "ZA": "zaf, afrique du sud, south africa",
}  # fmt: skip
_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_CODES = frozenset(_ISO_3166.split())
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split(", ")}


def read_country(raw: str) -> str:
    """The two-letter code of "France", "FRA", "Belgium"; Refused `import_country_unknown`."""
    text = clean(raw)
    if text.upper() in _CODES:
        return text.upper()
    code = _BY_NAME.get(name_key(text))
    if code is None:
        raise Refused("import_country_unknown")
    return code
