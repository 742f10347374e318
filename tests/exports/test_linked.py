"""The package described for machines: read back by other programs."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, XSD, Graph, Literal, Namespace, URIRef

from innocore_metrics.dataset.versions import Edition, load_edition
from innocore_metrics.exports.linked import csvw, dcat, schema_org
from innocore_metrics.text import Words

# The reader's own parser still uses a class that it advises others against.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
DATA = Path(__file__).resolve().parents[2] / "data"
BASE = "https://metrics.example"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SCHEMA = Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(DATA)


def graph(tree) -> Graph:
    found = Graph()
    found.parse(data=json.dumps(tree), format="json-ld")
    return found


def test_dcat_is_rdf_with_every_file(edition):
    found = graph(dcat(edition, BASE))
    (dataset,) = found.subjects(RDF.type, DCAT.Dataset)
    assert found.value(dataset, DCAT.version) == Literal(edition.dataset.version)
    assert {title.language for title in found.objects(dataset, DCTERMS.title)} == {"ko", "en"}
    files = list(found.objects(dataset, DCAT.distribution))
    assert len(files) == len(edition.tables)
    for file in files:
        size = found.value(file, DCAT.byteSize)
        assert size.datatype == XSD.nonNegativeInteger
        assert size.toPython() > 0
        assert str(found.value(file, DCAT.downloadURL)).startswith(f"{BASE}/api/v1/data/")
    assert found.value(dataset, DCTERMS.license) == URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    (service,) = found.subjects(RDF.type, DCAT.DataService)
    assert found.value(service, DCAT.servesDataset) == dataset
    # Nothing fell out: every term has a full address.
    assert all(str(p).startswith("http") for p in found.predicates())


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_schema_org_has_what_search_engines_ask_for(edition, lang):
    tree = schema_org(edition, Words(lang), BASE)
    assert tree["@context"] == "https://schema.org/"
    assert 50 <= len(tree["description"]) <= 5000
    # The vocabulary is fetched over the network by others; here its terms are enough.
    found = graph(tree | {"@context": {"@vocab": str(SCHEMA)}})
    (dataset,) = found.subjects(RDF.type, SCHEMA.Dataset)
    for name in ("name", "description", "license", "version", "creator", "temporalCoverage"):
        assert found.value(dataset, SCHEMA[name]), name
    assert len(list(found.objects(dataset, SCHEMA.variableMeasured))) == len(
        edition.dataset.indicators
    )
    assert len(list(found.objects(dataset, SCHEMA.distribution))) == len(edition.tables) + 2


def test_the_short_description_fits_into_the_head_of_a_page(edition):
    assert len(json.dumps(schema_org(edition, Words("ko"), BASE, full=False))) < 4000


def test_csvw_is_read_by_another_program_which_finds_the_tables_sound(edition, tmp_path):
    for name, content in edition.files.items():
        (tmp_path / name).write_bytes(content)
    described = tmp_path / "csv-metadata.json"
    described.write_text(json.dumps(csvw(edition), ensure_ascii=False), encoding="utf-8")
    found = _read(described)
    assert len(found.tables) == len(edition.tables)
    for table in found.tables:
        expected = next(t for t in edition.tables.values() if t.schema.path == str(table.url))
        assert sum(1 for _ in table) == len(expected.rows)
    found.check_referential_integrity()


@pytest.mark.filterwarnings("ignore")
def test_csvw_is_valid_for_a_validator(edition, tmp_path):
    from csvw import CSVW

    for name, content in edition.files.items():
        (tmp_path / name).write_bytes(content)
    described = tmp_path / "csv-metadata.json"
    described.write_text(json.dumps(csvw(edition)), encoding="utf-8")
    assert CSVW(str(described)).is_valid
    # A reference that may be empty is one of a Data Package only.
    tables = json.loads(described.read_text(encoding="utf-8"))["tables"]
    groups = next(t for t in tables if t["url"] == "research_groups.csv")["tableSchema"]
    assert ["source"] in [key["columnReference"] for key in groups["foreignKeys"]]
    assert ["field"] not in [key["columnReference"] for key in groups["foreignKeys"]]
    groups["foreignKeys"].append(
        {
            "columnReference": ["field"],
            "reference": {"resource": "fields.csv", "columnReference": ["id"]},
        }
    )
    described.write_text(json.dumps({**csvw(edition), "tables": tables}), encoding="utf-8")
    with pytest.raises(ValueError, match="Foreign key column is null"):
        CSVW(str(described)).is_valid  # noqa: B018


def test_csvw_refuses_what_the_package_refuses(edition, tmp_path):
    for name, content in edition.files.items():
        (tmp_path / name).write_bytes(content)
    units = tmp_path / "units.csv"
    units.write_text(units.read_text(encoding="utf-8") + "bad,x,x,low,,maybe\n", encoding="utf-8")
    described = tmp_path / "csv-metadata.json"
    described.write_text(json.dumps(csvw(edition)), encoding="utf-8")
    table = next(t for t in _read(described).tables if str(t.url) == "units.csv")
    with pytest.raises(ValueError, match=r"maybe|low"):
        list(table)


def _read(path: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from csvw import TableGroup

        return TableGroup.from_file(path)
