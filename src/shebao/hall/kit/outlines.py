"""A typesetter's SVG as PDF path operators: a drawing that needs no fonts and no resources."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

XLINK = "{http://www.w3.org/1999/xlink}href"
TOKEN = re.compile(r"[MmLlHhVvCcQqZz]|-?\d*\.?\d+(?:e-?\d+)?")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
Point = tuple[float, float]


def pdf_operators(svg: str) -> tuple[bytes, float, float]:
    """The operators of a drawing whose origin is its lower left corner, and its width and height.

    Understands what Typst writes: groups, paths and re-used letters with plain colours. The SVG
    must be our own typesetter's.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 our own typesetter wrote it
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    letters = {node.attrib["id"]: node for node in root.iter() if "id" in node.attrib}
    lines = [f"1 0 0 -1 0 {_n(height)} cm", *_drawn(root, letters)]
    return "\n".join(lines).encode(), width, height


def _drawn(node: ElementTree.Element, letters: dict[str, ElementTree.Element]) -> Iterator[str]:
    for child in node:
        kind = child.tag.rpartition("}")[2]
        if kind == "g":
            yield from ("q", *_moved(child), *_drawn(child, letters), "Q")
        elif kind == "path":
            yield from ("q", *_moved(child), *_painted(child, child.attrib["d"]), "Q")
        elif kind == "use":
            letter = letters[child.attrib[XLINK].lstrip("#")]
            shift = f"1 0 0 1 {child.get('x', '0')} {child.get('y', '0')} cm"
            outlines = " ".join(path.attrib["d"] for path in _paths(letter))
            yield from ("q", shift, *_painted(child, outlines), "Q")


def _paths(letter: ElementTree.Element) -> list[ElementTree.Element]:
    return [letter] if "d" in letter.attrib else [part for part in letter if "d" in part.attrib]


def _moved(node: ElementTree.Element) -> Iterator[str]:
    moves = re.findall(r"(translate|matrix|scale)\(([^)]*)\)", node.get("transform", ""))
    for kind, numbers in moves:
        values = [float(part) for part in numbers.replace(",", " ").split()]
        if kind == "translate":
            values = [1, 0, 0, 1, *values]
        elif kind == "scale":
            values = [values[0], 0, 0, values[-1], 0, 0]
        yield " ".join(map(_n, values)) + " cm"


def _painted(node: ElementTree.Element, outline: str) -> Iterator[str]:
    fill, stroke = node.get("fill", "none"), node.get("stroke", "none")
    if fill != "none":
        yield f"{_colour(fill)} rg"
    if stroke != "none":
        yield f"{_colour(stroke)} RG {_n(float(node.get('stroke-width', '1')))} w"
    yield from _outline(outline)
    even_odd = "*" if node.get("fill-rule") == "evenodd" else ""
    painters = {(True, True): f"B{even_odd}", (True, False): f"f{even_odd}", (False, True): "S"}
    yield painters.get((fill != "none", stroke != "none"), "n")


def _colour(text: str) -> str:
    return " ".join(_n(int(text[place : place + 2], 16) / 255) for place in (1, 3, 5))


def _outline(text: str) -> Iterator[str]:
    here: Point = (0.0, 0.0)
    start = here
    for command, numbers in _steps(text):
        points = _absolute(command, numbers, here)
        letter = command.upper()
        if letter == "Z":
            here = start
            yield "h"
            continue
        yield _step(letter, points, here)
        here = points[-1]
        if letter == "M":
            start = here


def _steps(text: str) -> Iterator[tuple[str, list[float]]]:
    tokens = TOKEN.findall(text)
    place, command = 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command = tokens[place]
            place += 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        size = TAKES[command.upper()]
        yield command, [float(part) for part in tokens[place : place + size]]
        place += size


def _absolute(command: str, numbers: list[float], here: Point) -> list[Point]:
    base = here if command.islower() else (0.0, 0.0)
    if command in "Hh":
        return [(base[0] + numbers[0], here[1])]
    if command in "Vv":
        return [(here[0], base[1] + numbers[0])]
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [(base[0] + x, base[1] + y) for x, y in pairs]


def _step(letter: str, points: list[Point], here: Point) -> str:
    if letter == "Q":
        points = _cubic(here, *points)
    operator = {"M": "m", "C": "c", "Q": "c"}.get(letter, "l")
    return " ".join(f"{_n(x)} {_n(y)}" for x, y in points) + f" {operator}"


def _cubic(start: Point, control: Point, end: Point) -> list[Point]:
    def towards(point: Point) -> Point:
        return (
            point[0] + (control[0] - point[0]) * 2 / 3,
            point[1] + (control[1] - point[1]) * 2 / 3,
        )

    return [towards(start), towards(end), end]


def _n(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
