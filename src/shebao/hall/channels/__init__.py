"""How people reach us (6.1.2): thin skins over the office; none knows another."""
