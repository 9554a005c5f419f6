"""QR codes as small vector drawings."""

import io

import segno


def svg(text: str, *, dark: str = "#10243a") -> str:
    """A QR code (error correction M) as an SVG without a border, as large as where it stands."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=0,
        dark=dark,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return drawn.getvalue().decode()
