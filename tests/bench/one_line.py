"""The peer: the smallest Streamlit app there is."""

__import__("streamlit").title("Hola")
