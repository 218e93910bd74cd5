"""Just enough of protocol buffers to read the few messages that stand in Anki's newer packages.

Source: "Encoding", the protocol buffers' documentation.
"""

import struct

Message = dict[int, list[int | bytes]]
"""The values of each field by its number, in order: numbers, or bytes for texts and messages; floats stay 4 bytes."""

_FIXED = {1: 8, 5: 4}


def read_message(data: bytes) -> Message:
    """Read one message. Raises ValueError where it is none."""
    message: Message = {}
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        value: int | bytes
        if kind == 0:
            value, at = _varint(data, at)
        else:
            if kind == 2:
                length, at = _varint(data, at)
            elif kind in _FIXED:
                length = _FIXED[kind]
            else:
                raise ValueError("a field of an unknown kind")
            value = data[at : at + length]
            if len(value) < length:
                raise ValueError("a field that ends too soon")
            at += length
        message.setdefault(number, []).append(value)
    return message


def read_number(message: Message, field: int) -> int:
    """Return the last value of a number field, 0 where there is none."""
    value = message.get(field, [0])[-1]
    return value if isinstance(value, int) else 0


def read_bytes(message: Message, field: int) -> bytes:
    """Return the last value of a field of bytes or of an inner message, empty where there is none."""
    value = message.get(field, [b""])[-1]
    return value if isinstance(value, bytes) else b""


def read_text(message: Message, field: int) -> str:
    """Return the last value of a text field, empty where there is none."""
    return read_bytes(message, field).decode("utf-8", "replace")


def read_float(message: Message, field: int) -> float | None:
    """Return the last value of a float field."""
    value = read_bytes(message, field)
    return float(struct.unpack("<f", value)[0]) if len(value) == 4 else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        if at >= len(data):
            raise ValueError("a number that ends too soon")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("a number that never ends")
