"""What the server adds around Streamlit: payloads of the board, language and security of pages."""
