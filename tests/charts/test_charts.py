"""Charts through the data of the plotly figure, not through pixels."""

from __future__ import annotations

import pytest

from innocore_metrics.charts import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    LIGHT,
    THEMES,
    Censored,
    Mark,
    Point,
    Series,
    bars,
    lines,
    stack,
)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_identity_colour_stands_out_from_the_paper(theme):
    for name in ("four", "mit", "programme", "loss", "other"):
        assert contrast(getattr(theme, name), theme.paper) >= 3, name
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.muted, theme.paper) >= 4.5


@pytest.mark.parametrize("theme", [CONTRAST_LIGHT, CONTRAST_DARK], ids=lambda t: t.name)
def test_high_contrast_themes_go_further(theme):
    for name in ("four", "mit", "programme", "loss", "other", "muted"):
        assert contrast(getattr(theme, name), theme.paper) >= 4.5, name
    assert contrast(theme.ink, theme.paper) >= 20


def test_colours_can_be_told_apart_by_role_so_that_a_theme_can_be_swapped():
    for theme in THEMES.values():
        roles = [theme.paper, theme.ink, theme.muted, theme.grid, theme.four, theme.mit]
        roles += [theme.programme, theme.loss, theme.other, theme.shade]
        assert len(set(roles)) == len(roles), theme.name


def test_a_bar_shows_its_range_and_an_estimate_is_hatched():
    marks = [Mark("A", 10, "10", "mit", 8, 13, True), Mark("B", None, "not published")]
    (trace,) = bars(marks, "People", LIGHT).data
    assert list(trace.error_x.array) == [3, 0]
    assert list(trace.error_x.arrayminus) == [2, 0]
    assert list(trace.marker.pattern.shape) == ["/", ""]
    assert trace.x[1] is None


def test_a_value_not_published_is_written_where_the_bar_would_be():
    figure = bars([Mark("A", 1, "1"), Mark("B", None, "not published")], "People", LIGHT)
    assert [a.text for a in figure.layout.annotations] == ["1", "not published"]


def test_a_gap_in_years_stays_a_gap():
    points = tuple(Point(year, 1.0, str(year)) for year in (2010, 2011, 2012, 2016, 2017))
    (trace,) = lines([Series("", points)], "x", LIGHT).data
    assert None in trace.y
    assert trace.connectgaps is False


def test_late_years_are_shaded():
    points = tuple(Point(year, 1.0, str(year)) for year in range(2010, 2021))
    figure = lines([Series("", points)], "x", LIGHT, censored=Censored(2019, "late"))
    assert figure.layout.shapes[0].x0 == 2018.5
    assert "late" in [a.text for a in figure.layout.annotations]


def test_zero_is_drawn_where_values_change_sign():
    points = (Point(2010, -1, ""), Point(2011, 1, ""))
    assert lines([Series("", points)], "x", LIGHT, zero=False).layout.yaxis.zeroline


def test_parts_of_a_stack_add_up():
    figure = stack([Mark("A", 1, "1"), Mark("B", 2, "2")], "People", LIGHT)
    assert sum(trace.x[0] for trace in figure.data) == 3
    assert figure.layout.barmode == "stack"


def test_nothing_to_draw_draws_nothing():
    assert not lines([], "x", LIGHT).data
    assert not bars([], "x", LIGHT).layout.annotations


def test_figures_of_a_theme_share_nothing():
    from innocore_metrics.charts.theme import LIGHT, base_figure

    before = base_figure(LIGHT, 300).to_json()
    changed = base_figure(LIGHT, 300)
    changed.update_xaxes(title_text="people", range=[0, 1], gridcolor="red")
    changed.update_layout(margin={"l": 99})
    changed.layout.font.size = 40
    assert base_figure(LIGHT, 300).to_json() == before
