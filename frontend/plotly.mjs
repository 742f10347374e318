// Only the trace types that the charts use; maps are a second file that loads when one is drawn.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import ko from "plotly.js/lib/locales/ko";

Plotly.register([bar, ko]);
export default Plotly;
