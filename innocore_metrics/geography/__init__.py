"""Countries by ISO 3166 code: the only place that knows pycountry.

``country_code`` reads what people call a country, with one table for every reader of the product.
"""

from innocore_metrics.geography.countries import all_countries, alpha3, country_name, is_country
from innocore_metrics.geography.reading import country_code, is_former_code

__all__ = [
    "all_countries",
    "alpha3",
    "country_code",
    "country_name",
    "is_country",
    "is_former_code",
]
