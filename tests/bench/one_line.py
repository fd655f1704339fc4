"""The peer: the smallest Streamlit app there is, one line after the import."""

import streamlit as st

st.title("Hola")
