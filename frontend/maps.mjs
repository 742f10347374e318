// The trace types of maps, registered with the same plotly.
import Plotly from "plotly.js/lib/core";
import choropleth from "plotly.js/lib/choropleth";
import scattergeo from "plotly.js/lib/scattergeo";

Plotly.register([choropleth, scattergeo]);
