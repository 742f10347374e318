"""Role titles as people write them."""

from __future__ import annotations

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
