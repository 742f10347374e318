"""The Dash twin: the same four charts with dcc.Graph."""

import sys

from dash import Dash, Input, Output, dcc, html

from benchmarks.apps import twins

app = Dash(__name__)
app.layout = html.Div(
    [
        dcc.Checklist(list(twins.INSTITUTES), list(twins.INSTITUTES), id="institutes"),
        *(dcc.Graph(id=f"chart-{index}") for index in range(4)),
    ]
)


@app.callback(
    [Output(f"chart-{index}", "figure") for index in range(4)], Input("institutes", "value")
)
def draw(chosen):
    """The four charts for a choice."""
    return twins.figures(chosen)


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), debug=False)
