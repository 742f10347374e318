"""The stock twin: the same four charts with st.plotly_chart."""

import streamlit as st

from benchmarks.apps import twins

st.set_page_config(layout="wide")
chosen = st.pills(
    "Institutes", twins.INSTITUTES, selection_mode="multi", default=list(twins.INSTITUTES)
)
for row in range(2):
    for column, index in zip(st.columns(2), (2 * row, 2 * row + 1), strict=True):
        column.plotly_chart(twins.figures(chosen)[index], key=f"chart-{index}")
