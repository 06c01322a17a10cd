"""The Streamlit pages: read typed state, call one service, draw."""
