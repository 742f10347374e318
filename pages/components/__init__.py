"""What the pages share: state, frame, filters, the board of exhibits, tables, notices."""
