"""What countries are called beyond the names of ISO 3166, by code.

English: the forms of the United Nations, the World Bank, the OECD and Unicode's CLDR. Korean: those
of the Ministry of Justice and of CLDR, short forms in daily use, older spellings. Parts of the
United Kingdom are read as it. A state that became part of one present state, or was renamed, is
read as that; one that was divided (Yugoslavia, the Soviet Union) is in no table, so it is refused.
"""

from __future__ import annotations

# Codes that have been replaced, or that are in wide use beside the standard. KO is none of them: it
# may mean Korea as well as Kosovo, so it is refused.
FORMER_CODES = {
    "UK": "GB",
    "EL": "GR",
    "TP": "TL",
    "BU": "MM",
    "ZR": "CD",
    "FX": "FR",
    "DD": "DE",
}

# Initials, with dots or without. Two and three letters are else read as codes of the standard only.
ABBREVIATIONS = {
    "us": "US",
    "usa": "US",
    "uk": "GB",
    "uae": "AE",
    "rok": "KR",
    "prc": "CN",
    "dprk": "KP",
    "drc": "CD",
    "ksa": "SA",
    "rsa": "ZA",
    "gdr": "DE",
    "frg": "DE",
}

ALIASES = {
    "AE": "emirates|아랍에미리트연합|아랍에미리트 연합국|아랍에미레이트|아랍 토후국연방",
    "AG": "앤티가바부다|앤티가 바부다|앤티카바부다|앤티가 앤드 바부다|앤티가 바르부다",
    "AQ": "남극대륙",
    "AS": "미령사모아|미국령 사모아",
    "AU": "호주|commonwealth of australia",
    "BA": "bosnia|bosnia-herzegovina|보스니아|보스니아-헤르체고비나|보스니아헤르체고비나",
    "BB": "바에이도스",
    "BL": "saint barthelemy",
    "BN": "brunei|브루나이",
    "BO": "볼리비아 다민족국",
    "BQ": "caribbean netherlands|네덜란드령 카리브",
    "BV": "부베트",
    "BY": "byelorussia|belorussia|벨로루시|벨라루시|백러시아",
    "CD": "democratic republic of the congo|dr congo|congo, dr|congo-kinshasa|congo (kinshasa)"
    "|zaire|콩고민주공화국|콩고-킨샤사|민주콩고|자이르|DR콩고",
    "CC": "코코스",
    "CG": "congo-brazzaville|congo (brazzaville)|republic of congo|콩고-브라자빌|콩고공화국",
    "CI": "ivory coast|cote d ivoire|아이보리코스트|코트디브와르",
    "CK": "쿡아일랜드|쿡 섬",
    "CM": "카메론",
    "CN": "p.r. china|p. r. china|pr china|china (mainland)|mainland china"
    "|중국 본토|중화인민공화국|한국계중국인|중국(한국계)",
    "CV": "cape verde|카보 베르데|까보베르데",
    "CW": "curacao|큐라소",
    "CX": "크리스마스",
    "CY": "사이프러스",
    "CZ": "체코공화국|체코 공화국",
    "DE": "german democratic republic|east germany|west germany|germany, fed. rep."
    "|동독|서독|독일연방공화국",
    "DM": "도미니카연방|도미니카",
    "DO": "dominican rep.|도미니카공화국",
    "ER": "에리트리아",
    "ET": "에디오피아",
    "FK": "falklands|falkland islands|malvinas|포클랜드|포클랜드 제도",
    "FM": "micronesia|micronesia, fed. sts.|미크로네시아|미크로네시아연방",
    "FO": "faeroe islands|faroes|faroe is.|페로섬|페로제도|패로제도",
    "FR": "불란서|프랑스공화국",
    "GB": "great britain|britain|england|scotland|wales|northern ireland"
    "|gt. britain|united kingdom (uk)|잉글랜드|스코틀랜드"
    "|영국(그레이트브리튼 및 북아일랜드 연합왕국)",
    "GE": "republic of georgia|그루지야|그루지아",
    "GF": "불령가이아나|프랑스령 가이아나|불령기아나",
    "GG": "건지",
    "GM": "gambia, the",
    "GQ": "적도기니|적도 기니",
    "GR": "희랍",
    "GS": "남조지아남샌드위치군도|사우스조지아 사우스샌드위치|남조지아 남샌드위치 제도",
    "GW": "기니비소|기네비쏘",
    "HK": "hong kong, china|hong kong sar|hong kong special administrative region|홍콩(중국)"
    "|홍콩(중국 특별행정구)|중국(홍콩)|홍콩특별행정구|중국 홍콩",
    "HM": "허드맥도날드|허드 맥도널드",
    "HR": "크로아시아",
    "ID": "인니",
    "IE": "republic of ireland|eire|에이레",
    "IM": "맨섬",
    "IO": "영령인도양섬|영국령 인도양 식민지",
    "IN": "시킴|시킴왕국",
    "IR": "이란이슬람공화국",
    "IT": "이태리",
    "JE": "저지",
    "KG": "키르기스|키르기즈스탄|키르기즈|키르키즈스탄|키르기스공화국|kirghizia|kirgizstan",
    "KH": "kampuchea|democratic kampuchea|크메르",
    "KN": "saint christopher and nevis|세인트크리스토퍼네비스|세인트키츠네비스"
    "|세인트키츠 앤드 네비스",
    "KP": "n. korea|북한|조선민주주의인민공화국",
    "KR": "s. korea|korea (s)|korea, s.|south-korea|southkorea|남한|한국(남한)|대한민국(한국)",
    "LA": "lao pdr|lao people's dem. rep.|라오인민민주공화국",
    "LB": "레바론",
    "LC": "세인트 루시아",
    "LI": "리히텐스타인",
    "LK": "ceylon|스리랑카민주사회주의공화국|실론",
    "LY": "libyan arab jamahiriya|리비아 아랍 자마히리야",
    "MD": "몰도바공화국|몰다비아",
    "MF": "saint martin|saint martin (france)|생마르탱",
    "MG": "말라가시",
    "MH": "마샬군도|마셜군도|마샬제도|마셜제도|마샬 아일랜드",
    "MK": "macedonia|macedonia, fyr|fyr macedonia|fyrom|the former yugoslav republic of macedonia"
    "|macedonia (the former yugoslav republic of)|마케도니아|북마케도니아공화국|구유고마케도니아",
    "MM": "burma|myanmar (burma)|미얀마(버마)|버마",
    "MO": "macau|macau sar|macao, china|macau, china|macao sar|마카오(중국)|마카오(중국 특별행정구)"
    "|중국(마카오)|마카오특별행정구|중국 마카오",
    "MP": "northern marianas|북마리아나군도|북마리아나제도",
    "MS": "몬서래트|몬트세라트",
    "MV": "몰디브공화국",
    "MX": "멕시코합중국",
    "MY": "말레이지아",
    "NC": "뉴칼레도니아",
    "NF": "노퍽",
    "NL": "holland|netherlands (kingdom of the)|화란|홀랜드",
    "NU": "니우에섬",
    "NZ": "aotearoa|뉴질렌드",
    "PF": "불령폴리네시아",
    "PG": "파푸아 뉴기니아",
    "PH": "philippine|필리핀공화국|비율빈",
    "PM": "상피에르미클롱|생피에르 미클롱|생피에르앤드미클롱",
    "PN": "핏캐론|핏케언|핏케언 섬|pitcairn islands",
    "PR": "porto rico|푸에르토 리코|푸에트리코",
    "PS": "palestine|state of palestine|palestinian territories|palestinian territory, occupied"
    "|occupied palestinian territory|west bank and gaza|west bank and gaza strip"
    "|팔레스타인 지구|팔레스타인자치정부|팔레스타인 자치구",
    "PT": "폴투갈",
    "RE": "reunion|reunion island|레위니옹|리유니언",
    "RU": "russia|russian fed.|러시아|러시아(연방)|러시아연방|한국계러시아인|러시아(한국계)",
    "RW": "rwandan republic",
    "SA": "사우디|사우디 아라비아",
    "SB": "솔로몬군도|솔로몬제도|솔로몬 아일랜드",
    "SG": "싱가폴",
    "SH": "saint helena|세인트헬레나",
    "SJ": "svalbard|스발바르|스발바르제도-얀마웬섬|스발바르 얀마옌",
    "SK": "slovakia (slovak republic)|슬로바크|슬로바키아공화국",
    "SO": "somali democratic republic",
    "SR": "surinam|수리남공화국",
    "SS": "남수단공화국",
    "ST": "상투메프린시페|상투메 프린시페|사오토메프린시페|상투메 프린시페 민주공화국",
    "SX": "sint maarten|saint maarten|신트마르턴|세인트마르텐",
    "SY": "시리아아랍공화국",
    "SZ": "swaziland|스와질란드|스와질랜드",
    "TC": "터크스케이커스|터크스 케이커스",
    "TF": "french southern and antarctic lands|프랑스령 남방 지역|프랑스 남부 지역",
    "TH": "siam|타이|타일랜드|태국(타이)",
    "TK": "토켈라우 제도",
    "TL": "east timor|timor leste|티모르민주공화국|티모르|티모르레스테|동티모르민주공화국",
    "TM": "투르크멘|투르크메이스탄|투르크메니스탄",
    "TR": "turkey|터키|튀르키에",
    "TT": "trinidad|트리니다드토바고|트리니다드 앤드 토바고|트리니다드 토바고",
    "TW": "taiwan, china|taiwan roc|taiwan, r.o.c.|taiwan (republic of china)|chinese taipei|대만"
    "|대만(타이완)|중화민국|자유중국|타이완(대만)|중국(대만)",
    "TZ": "tanganyika|탄자니아연합공화국|탄자니아 합중국",
    "UM": "u.s. outlying islands|us minor outlying islands|미국령 해외 제도|미국인근섬|미드웨이"
    "|웨이크아일랜드",
    "US": "united states (usa)|united states of america (usa)|u.s. of america"
    "|미합중국|아메리카합중국",
    "UZ": "우즈벡|우즈베크|우즈베키스탄공화국",
    "VA": "vatican|vatican city|holy see|vatican city state|바티칸|바티칸 시국|바티칸시티|교황청"
    "|로마교황청",
    "VC": "saint vincent|saint vincent & grenadines|세인트빈센트그레나딘|세인트빈센트 그레나딘"
    "|세인트빈센트 앤드 그레나딘|세인트빈센트",
    "VE": "venezuela, rb|베네주엘라|베네수엘라볼리바르공화국",
    "VG": "영령버진아일랜드|영국령 버진아일랜드|영국령 버진 군도",
    "VI": "u.s. virgin islands|us virgin islands|미령버진아일랜드|미국령 버진아일랜드"
    "|미국령 버진 군도",
    "VN": "vietnam|베트남사회주의공화국|월남|비엣남",
    "VU": "비누아투",
    "WF": "월리스푸투나|왈리스-푸투나 제도|월리스 푸투나",
    "WS": "western samoa|서사모아",
    "XK": "kosovo|republic of kosovo|kosovo (unscr 1244)|코소보|코소보공화국",
    "YE": "예멘공화국|예멘인민민주공화국|yemen arab republic",
    "ZA": "남아프리카|남아공|남아프리카공화국",
    "ZM": "northern rhodesia",
}
