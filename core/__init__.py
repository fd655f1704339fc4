"""The ideas of the course in plain Python: no Streamlit here, usable from a notebook or a test."""
