"""Charts of moves through the data of the plotly figure."""

from __future__ import annotations

from innocore_metrics.charts import (
    LIGHT,
    Censored,
    Mark,
    Place,
    Point,
    Series,
    balance_map,
    lines,
    links,
    parts,
    streams,
    two_sides,
)


def test_moves_out_go_left_and_moves_in_go_right_on_one_scale():
    out, into = [Mark("A", 30, "30"), Mark("B", 3, "3", uncertain=True)], [Mark("A", 10, "10")]
    figure = two_sides(["A", "B"], ("Out", out), ("In", into), "People", LIGHT)
    left, right = figure.layout.xaxis.range, figure.layout.xaxis2.range
    assert left[0] == right[1] > 30
    assert left[1] == right[0] == 0
    assert list(figure.data[0].x) == [30, 3]
    assert list(figure.data[0].marker.pattern.shape) == ["", "/"]


def test_streams_run_through_the_middle_and_nothing_is_lost():
    into = [Mark("A", 5, "5"), Mark("B", 0, "0")]
    trace = streams("Home", into, [Mark("C", 7, "7")], LIGHT).data[0]
    middle = len(trace.node.label) - 1
    assert trace.node.label[middle] == "Home"
    assert list(trace.link.value) == [5, 7]
    assert trace.link.target[0] == trace.link.source[1] == middle


def test_links_name_both_sides_with_their_sums():
    one, two = Mark("A → X", 4, "4"), Mark("B → X", 6, "6")
    trace = links((["A", "B"], ["X"]), [(0, 0, one), (1, 0, two)], LIGHT).data[0]
    assert list(trace.node.label) == ["A 4", "B 6", "X 10"]
    assert list(trace.link.target) == [2, 2]


def test_a_map_of_balances_tells_zero_from_no_data_and_what_lies_beyond_its_ends():
    places = [Place(str(v), "", v, "KOR") for v in (-5, 90, 2, 0, 1, -1)]
    figure = balance_map(places, "People", "No data", LIGHT)
    trace = figure.data[0]
    assert figure.layout.geo.landcolor == LIGHT.paper
    assert trace.zmin == -trace.zmax
    assert trace.colorscale[1] == (0.5, LIGHT.grid)
    assert LIGHT.grid != LIGHT.paper
    assert trace.colorbar.ticktext == ("≤ −1", "0", "≥ +1")


def test_parts_add_up_along_one_bar():
    series = [("Home", "four", [Mark("", 3, "3")]), ("Abroad", "loss", [Mark("", 2, "2")])]
    figure = parts(["KAIST"], series, "People", LIGHT)
    assert figure.layout.barmode == "stack"
    assert [trace.x[0] for trace in figure.data] == [3, 2]


def test_years_at_both_ends_are_shaded():
    points = tuple(Point(year, 1.0, "") for year in range(2000, 2011))
    figure = lines([Series("", points)], "x", LIGHT, censored=Censored(2009, "late", 2001))
    spans = sorted((shape.x0, shape.x1) for shape in figure.layout.shapes)
    assert spans == [(1999.5, 2001.5), (2008.5, 2010.5)]


def test_nothing_to_draw_draws_nothing():
    assert not streams("Home", [], [], LIGHT).data[0].link.value
    assert two_sides([], ("Out", []), ("In", []), "x", LIGHT).data[0].x == ()
