"""InnoCORE Metrics: sourced figures on postdocs, their pay and the flow of researchers."""

__version__ = "0.1.0"
