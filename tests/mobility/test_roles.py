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
    "Postdoctoral training": "education",
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
