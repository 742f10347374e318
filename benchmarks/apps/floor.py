"""The framework's floor: one widget, one text that changes."""

import streamlit as st

chosen = st.pills("Institutes", ["mit", "kaist"], selection_mode="multi", default=["mit", "kaist"])
st.markdown(f"Chosen: {len(chosen)}")
