"""The arrays of a weights file; large ones are mapped, so that only the rows that are used take memory."""

import struct
import zipfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

_LARGE: Final = 500_000
"""Bytes from which on an array is mapped."""

_HEADER: Final = struct.Struct("<4s5H3I2H")


def arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Every array of an .npz file by its name. Those that are not compressed and large are read as they are used."""
    found: dict[str, NDArray[np.generic]] = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = member.filename.removesuffix(".npy")
            if member.compress_type == zipfile.ZIP_STORED and member.file_size >= _LARGE:
                found[name] = _mapped(path, member.header_offset)
                continue
            with archive.open(member) as file:
                found[name] = npy.read_array(file)
    return found


def _mapped(path: Path, member: int) -> NDArray[np.generic]:
    """The array that begins behind the header of a member of the archive."""
    with path.open("rb") as file:
        file.seek(member)
        *_, name, extra = _HEADER.unpack(file.read(_HEADER.size))
        file.seek(name + extra, 1)
        npy.read_magic(file)
        shape, by_columns, kind = npy.read_array_header_1_0(file)
        mapped = np.memmap(path, kind, "r", file.tell(), shape, "F" if by_columns else "C")
        return np.asarray(mapped)  # a plain view: each look-up in a memmap makes another memmap, which takes longer
