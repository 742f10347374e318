"""Role titles as people write them."""

from __future__ import annotations

import unicodedata

import pytest

from innocore_metrics.mobility.readers.roles import role_of
from innocore_metrics.mobility.records import ROLES

EDUCATION = {
    "PhD": "doctorate",
    "Ph.D in Materials Science": "doctorate",
    "Doctor of Philosophy": "doctorate",
    "Doctorate": "doctorate",
    "Doctoral student": "doctorate",
    "Dr.-Ing.": "doctorate",
    "DPhil": "doctorate",
    "박사": "doctorate",
    "박사과정": "doctorate",
    "공학박사": "doctorate",
    "Master of Science": "education",
    "M.Sc.": "education",
    "BSc (Hons)": "education",
    "Doctor of Medicine": "education",
    "석사": "education",
    "": "education",
    "Postdoctoral training": "postdoc",
    "Postdoctoral Fellow": "postdoc",
    "박사후연구원": "postdoc",
    "박사 후 과정": "postdoc",
    "博士后": "postdoc",
    "博士後期課程": "doctorate",
    "博士": "doctorate",
    "석박통합과정": "doctorate",
    "석·박사 통합과정": "doctorate",
    "석ㆍ박통합": "doctorate",
    "석박사통합과정 수료": "doctorate",
    "Dr. rer. nat.": "doctorate",
    "Dr. phil.": "doctorate",
    "Dr.-Ing. Maschinenbau": "doctorate",
    "Dr. Ingrid": "education",
    "Doctorado en Química": "doctorate",
    "Doctorat": "doctorate",
    "Doctorat en sciences": "doctorate",
    "Doktor": "doctorate",
    "Doktor der Naturwissenschaften": "doctorate",
    "Doktor der Medizin": "education",
    "Dottorato di ricerca": "doctorate",
    "Doutorado": "doctorate",
    "Doctor of Engineering": "doctorate",
    "Master of Philosophy": "education",
    "석사과정": "education",
}
EMPLOYMENT = {
    "Postdoc": "postdoc",
    "Post-doctoral Researcher": "postdoc",
    "Post doc": "postdoc",
    "Postdoctoral fellow, Faculty of Medicine": "postdoc",
    "박사후연구원": "postdoc",
    "박사 후 연구원": "postdoc",
    "Professor": "faculty",
    "Associate Professor, Ph.D.": "faculty",
    "조교수": "faculty",
    "Senior Lecturer": "faculty",
    "Visiting Scholar": "visiting",
    "Adjunct Professor": "faculty",
    "방문연구원": "visiting",
    "Guest researcher": "visiting",
    "Research Scientist": "staff",
    "Senior Researcher": "staff",
    "Research Scientist, PhD": "staff",
    "선임연구원": "staff",
    "Software Engineer": "staff",
    "CEO": "industry",
    "PhD student": "doctorate",
    "PhD Researcher": "doctorate",
    "Doctoral Fellow": "doctorate",
    "Senior Researcher, PhD": "staff",
    "박사 연구원": "staff",
    "Ph.D. Candidate": "doctorate",
    "Graduate student": "education",
    "박사과정 연구원": "doctorate",
    "석박통합과정": "doctorate",
    "석·박사통합과정 연구원": "doctorate",
    "수석 박사": "unknown",
    "Doctorand": "doctorate",
    "Doktorandin": "doctorate",
    "Doctorante": "doctorate",
    "Estudiante de doctorado": "doctorate",
    "博士研究生": "doctorate",
    "博士后": "postdoc",
    "Dr. rer. nat., Senior Scientist": "staff",
    "Associate Professor, Student Affairs": "faculty",
    "Director of Doctoral Student Programs, Professor": "faculty",
    "Professor, Dean of Students": "faculty",
    "Assistant Professor, PhD program": "faculty",
    "학생처장, 교수": "faculty",
    "PhD student of Professor Kim": "doctorate",
    "PhD student (Prof. Kim)": "doctorate",
    "PhD student, Prof. Kim's group": "doctorate",
    "김 교수 연구실 박사과정": "doctorate",
    "PhD student, Faculty of Science": "doctorate",
    "교수학습센터 연구원": "staff",
    "Physician": "unknown",
    "": "unknown",
}


@pytest.mark.parametrize(("title", "role"), EDUCATION.items())
def test_titles_of_educations(title, role):
    assert role_of("education", title) == role


@pytest.mark.parametrize(("title", "role"), EMPLOYMENT.items())
def test_titles_of_employments(title, role):
    assert role_of("employment", title) == role
    assert role in ROLES


# Words for a postdoc as offices and people write them, language by language.
POSTDOCS = """
Postdoctoral Fellow|Post-doctoral fellow|Post doctoral fellow|Post. Doc.|Post-Doc|PostDoc|POST DOC
Post.doc|post_doc|Post / Doc|Post-PhD Researcher|PDRA|Senior Postdoc|Research fellow (after PhD)
Pós-Doutorado|Pós doutorado|Pos-Doutorado|Pós-doutoramento|Pós-doc|Posdoctorado|Postdoctorado
Investigador posdoctoral|Pos-doctoral|Estancia postdoctoral|Posdoutoramento|Postdoctorat
Post-doctorant|Postdoctorante|Chercheuse post-doctorale|Chercheur post-doc|Stage postdoctoral
Postdoktorand|Postdoktorandin|Post-Doktorand|Postdoc-Stelle|Postdoktor|Postdoktorstipendiat
Postdottorato|Post-dottorato|Borsa post dottorato|Postdoctoraal onderzoeker|Postdoc forsker
Stażysta podoktorski|Staż podoktorski|Poslijedoktorand|Podoktorski raziskovalec|Podoktorantas
Pēcdoktorants|Järeldoktor|Nýdoktor|Tutkijatohtori|Posztdoktor|Poszt-doktori kutató|Postdoktorský
Doktora sonrası araştırmacı|Doktora Sonrası|DOKTORA SONRASI|Doktora-sonrası|Postdoktora
Cercetător postdoctoral|Μεταδιδακτορικός ερευνητής|Постдок|Пост-док|постдокторант|Післядокторант
Peneliti pascadoktoral|Pasca-Doktoral|Penyelidik pasca kedoktoran|Nghiên cứu sau tiến sĩ
باحث ما بعد الدكتوراه|פוסט-דוקטורט|หลังปริญญาเอก
포닥|포스닥|포스트닥|포스트 닥터|포스닥 연구원|박사후연구원|박사 후 연구원|박사후과정
박사(후)연구원
박사학위 취득 후 연수|박사 학위 후 연수
ポスドク|ポストドク|ポスト・ドクトラル・フェロー
ﾎﾟｽﾄﾞｸ|博士研究員|博士研究员|博士後研究員|博士后|博士後
博士号取得後研究員|特別研究員(PD)|日本学術振興会特別研究員（ＰＤ）
"""
WORDS = [word for line in POSTDOCS.strip().splitlines() for word in line.split("|")]
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63"


@pytest.mark.parametrize("kind", ["employment", "education"])
@pytest.mark.parametrize("title", WORDS)
def test_words_for_a_postdoc(kind, title):
    assert role_of(kind, title) == "postdoc"
    assert role_of(kind, unicodedata.normalize("NFD", title)) == "postdoc"


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u2009", "\u3000", "  "])
@pytest.mark.parametrize(
    "words", [("Post", "Doctoral Fellow"), ("Pós", "Doutorado"), ("박사", "후")]
)
def test_any_dash_between_any_blanks(dash, blank, words):
    assert role_of("education", f"{blank}{dash}{blank}".join(words)) == "postdoc"


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_signs_without_width_are_no_letters(sign):
    assert role_of("employment", f"Post{sign}doc") == "postdoc"


# Doctorates that a word for "after" does not follow, and words that only look alike.
NO_POSTDOCS = {
    "박사 후보": "doctorate",
    "박사후보생": "doctorate",
    "박사후기과정": "doctorate",
    "博士後期課程": "doctorate",
    "特別研究員(DC1)": "doctorate",
    "Doctorando": "doctorate",
    "Doutoranda": "doctorate",
    "Dottoranda di ricerca": "doctorate",
    "Doktora öğrencisi": "doctorate",
    "Postgraduate student": "education",
    "Dock worker, post dock 4": "unknown",
    "Posts documentalist": "unknown",
    "Research Fellow": "staff",
}


@pytest.mark.parametrize(("title", "role"), NO_POSTDOCS.items())
def test_what_only_looks_like_a_postdoc(title, role):
    assert role_of("employment", title) == role


# Research doctorates of the US Survey of Earned Doctorates, and of other countries.
RESEARCH = """
PhD|Ph. D.|DPhil|EdD|Ed.D. Leadership|DSc|Sc.D.|D.Eng.|EngD|Doctor of Education|Doctor of Science
Doctor of Engineering|Doctor of Arts|Doctor of Business Administration|Doctor of Musical Arts
Doctor of Design|Doctor of Public Health|DrPH|Doctor of Modern Languages|Doctor of Nursing Science
ThD|Doctor of Theology|Doctor of Fine Arts|SJD|J.S.D.|Doctor of Juridical Science
Doctor of the Science of Law|Doctor of Medical Science|Doctor of Philosophy in Law
MD/PhD|PharmD, PhD|PhD in Physical Therapy|Doctor en Química|Doctor en Medicina|Docteur ès sciences
Doctorat en droit|Docteur en physique|Doktor der Rechte|Dr. iur., Dr. phil.|Doutor em Medicina
Doctorate in Law|의학박사|법학박사|약학박사|医学博士|法学博士|Doctor of Medicine; doctoral student
"""
# For practising a profession (those of IPEDS, and what joined them), and for honour.
NOT_RESEARCH = """
Doctor of Law|Doctor of Laws|Juris Doctor|Juris Doctorate|J.D.|Doctor of Jurisprudence|MD
Doctor of Medicine|Doctor of Osteopathic Medicine|Doctor of Pharmacy|PharmD|Doctor of Dental Surgery
Doctor of Dental Medicine|DDS|DVM|Doctor of Veterinary Medicine|Doctor of Optometry
Doctor of Podiatric Medicine|Doctor of Chiropractic|Doctor of Physical Therapy|DPT
Doctorate in Physical Therapy|Doctor of Occupational Therapy|Doctor of Audiology|PsyD
Doctor of Psychology|Doctor of Nursing Practice|Doctor of Ministry|Doctor of Naturopathic Medicine
Doctorat en médecine|Docteur en pharmacie|Doctorat d’État en médecine|Docteur vétérinaire
Doktor der Medizin|Doctor honoris causa|Dr. h.c.|Dr.h.c. mult.|Honorary Doctorate|Honorary PhD
Hon. DSc|Honorary Doctor of Engineering|Doctor of Humane Letters|Doctor of Divinity|Ehrendoktor
Doutor Honoris Causa|Laurea honoris causa|명예박사|명예 공학박사|명예이학박사|名誉博士|荣誉博士
"""


@pytest.mark.parametrize(("titles", "role"), [(RESEARCH, "doctorate"), (NOT_RESEARCH, "education")])
def test_which_doctorates_are_research(titles, role):
    given = [title for line in titles.strip().splitlines() for title in line.split("|")]
    assert {title: role_of("education", title) for title in given} == dict.fromkeys(given, role)


def test_a_student_of_a_profession_is_no_doctoral_student():
    assert role_of("employment", "Doctor of Physical Therapy student") == "education"
    assert role_of("employment", "Doctor of Pharmacy Candidate") == "unknown"
