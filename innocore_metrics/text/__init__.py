"""Words: everything a person reads that is not a fact lives in one file a language."""

from innocore_metrics.text.particles import with_particle
from innocore_metrics.text.words import LANGUAGES, Words, render

__all__ = ["LANGUAGES", "Words", "render", "with_particle"]
