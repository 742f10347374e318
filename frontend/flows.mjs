// The trace type of flows between two sides, registered with the same plotly.
import Plotly from "plotly.js/lib/core";
import sankey from "plotly.js/lib/sankey";

Plotly.register([sankey]);
