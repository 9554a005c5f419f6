"""Digital certificates of admitted authorities (5.4.1.3b, 6.2.6b): the Protocol and the check."""
