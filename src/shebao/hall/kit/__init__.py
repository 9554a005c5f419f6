"""Tools without an opinion: gates, fields, paging, page components, typesetting."""
