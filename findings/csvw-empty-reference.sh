#!/bin/sh
# A good guess: a table that is valid as a Data Package, with a foreign key on a column in which some
# cells are empty, stays valid when its keys are written as CSV on the Web.
# What is so: an empty cell is no reference in a Data Package (frictionless), but in CSV on the Web it
# is a reference that finds no row, so csvw calls the whole table group invalid.
# Why users care: data published with both descriptions passes one validator and fails the other.
# Source: run below; Table Schema (foreignKeys) and Tabular Data on the Web (validating tables).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "csvw==4.1.0" "frictionless==5.18.1" "setuptools<81"
cd "$folder"
printf 'id,name\na,Biology\n' > fields.csv
printf 'id,field\ng1,a\ng2,\n' > groups.csv
cat > datapackage.json <<'J'
{"name": "p", "resources": [
 {"name": "fields", "path": "fields.csv", "schema": {"fields": [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}], "primaryKey": ["id"]}},
 {"name": "groups", "path": "groups.csv", "schema": {"fields": [{"name": "id", "type": "string"}, {"name": "field", "type": "string"}], "primaryKey": ["id"],
  "foreignKeys": [{"fields": ["field"], "reference": {"resource": "fields", "fields": ["id"]}}]}}]}
J
cat > csv-metadata.json <<'J'
{"@context": "http://www.w3.org/ns/csvw", "tables": [
 {"url": "fields.csv", "tableSchema": {"columns": [{"name": "id", "titles": "id"}, {"name": "name", "titles": "name"}], "primaryKey": ["id"]}},
 {"url": "groups.csv", "tableSchema": {"columns": [{"name": "id", "titles": "id"}, {"name": "field", "titles": "field"}], "primaryKey": ["id"],
  "foreignKeys": [{"columnReference": ["field"], "reference": {"resource": "fields.csv", "columnReference": ["id"]}}]}}]}
J
"$folder/venv/bin/python" - <<'P'
import sys, warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
from csvw import CSVW
from frictionless import validate
package = validate("datapackage.json").valid
try:
    web, why = CSVW("csv-metadata.json").is_valid, ""
except ValueError as error:
    web, why = False, str(error)
print(f"frictionless {version('frictionless')}: valid as a Data Package: {package}")
print(f"csvw {version('csvw')}: valid as CSV on the Web: {web} {why}")
sys.exit(0 if package and not web else 1)
P
