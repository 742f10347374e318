"""The data package described for machines: schema.org, DCAT 3 and CSV on the Web.

All three are generated from ``datapackage.json``; none is kept by hand.
"""

from innocore_metrics.exports.linked.csvw import csvw
from innocore_metrics.exports.linked.dcat import dcat
from innocore_metrics.exports.linked.schema_org import schema_org

__all__ = ["csvw", "dcat", "schema_org"]
