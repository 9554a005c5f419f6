"""An online social-insurance service system after LD/T 01-2020: the law, the wall, the other side, the items and the hall."""
