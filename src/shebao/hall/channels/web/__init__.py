"""The portal people use at home and on the phone: thin pages over the office (5.2–5.4, 6.1.3)."""
