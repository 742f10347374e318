(async () => {
  const options = { displayModeBar: false, responsive: true, scrollZoom: false };
  for (const [id, figure] of Object.entries(figures)) {
    const node = document.getElementById(`chart-${id}`);
    node.style.height = `${figure.layout.height}px`;
    await Plotly.newPlot(node, figure.data, figure.layout, options);
    for (const svg of node.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
  }
  const fit = () => Promise.all(Object.keys(figures).map((id) => Plotly.Plots.resize(`chart-${id}`)));
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", fit);
  document.body.dataset.ready = 1;
})();
