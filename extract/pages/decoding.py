"""Bodies as they were before the server compressed them: gzip and deflate, piece by piece, never past a bound."""

import zlib

from extract.pages.answers import Stop

# What we ask for: both are read with zlib in bounded steps.
ACCEPT_ENCODING = "gzip, deflate"
GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW = 31, 15, -15


class BodyDecoder:
    """Takes a body's pieces as they come and keeps at most `max_bytes` of what they hold.

    encoding: the Content-Encoding header. keep_first: a longer body is cut instead of refused (robots.txt). Raises Stop
    `bad_encoding` at once for a coding we do not read.
    """

    def __init__(self, encoding: str, max_bytes: int, *, keep_first: bool = False) -> None:
        codings = [name for part in encoding.split(",") if (name := part.strip().lower()) and name != "identity"]
        # A chain of codings is a bomb or a misconfigured server: no news site sends one.
        if len(codings) > 1 or (codings and codings[0] not in ("gzip", "x-gzip", "deflate")):
            raise Stop("bad_encoding", f"Content-Encoding {encoding[:80]!r} was not asked for")
        self._coding = codings[0].removeprefix("x-") if codings else ""
        self._max_bytes = max_bytes
        self._keep_first = keep_first
        self._inflate: zlib._Decompress | None = None
        self._pending = b""
        self._taken = 0
        self._kept = bytearray()
        self._is_over = False
        self.is_full = False

    def add(self, piece: bytes) -> None:
        """Decode one piece. Raises Stop `too_big` or `bad_encoding`."""
        self._taken += len(piece)
        # Compressed data is no longer than what it holds, but for a stream of empty members.
        if self._taken > self._max_bytes + 1024 and self._coding:
            self._overflow()
        elif self._coding:
            self._decode(piece)
        else:
            self._keep(piece)

    def finish(self) -> bytes:
        """The whole body. Raises Stop `incomplete` where the compressed data ends too early."""
        if self._coding and self._taken and not self.is_full:
            if self._inflate is None:
                raise Stop("incomplete", f"{self._coding} data of {self._taken} bytes")
            if not self._inflate.eof:
                raise Stop("incomplete", f"{self._coding} data ends before its end marker")
        return bytes(self._kept)

    def _decode(self, piece: bytes) -> None:
        data = self._pending + piece
        if self._inflate is None and len(data) < 2:
            self._pending = data
            return
        self._pending = b""
        while data and not (self.is_full or self._is_over):
            if self._inflate is None:
                self._inflate = zlib.decompressobj(self._window(data))
            elif self._inflate.eof:
                if data == GZIP_MAGIC[:1]:
                    self._pending = data
                    return
                # A second member follows, or padding and rubbish that browsers ignore too.
                self._is_over = self._coding != "gzip" or not data.startswith(GZIP_MAGIC)
                self._inflate = self._inflate if self._is_over else zlib.decompressobj(_GZIP)
                continue
            try:
                self._keep(self._inflate.decompress(data, self._max_bytes - len(self._kept) + 1))
            except zlib.error as error:
                raise Stop("bad_encoding", f"the body is no {self._coding} data: {error}") from error
            data = self._inflate.unused_data or self._inflate.unconsumed_tail

    def _window(self, data: bytes) -> int:
        if self._coding == "gzip":
            return _GZIP
        # `deflate` means zlib's format, but some servers send the bare stream: RFC 1950 tells them apart by the header.
        return _ZLIB if data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0 else _RAW

    def _keep(self, piece: bytes) -> None:
        self._kept += piece
        if len(self._kept) > self._max_bytes:
            self._overflow()

    def _overflow(self) -> None:
        if not self._keep_first:
            raise Stop("too_big", f"more than {self._max_bytes} bytes")
        del self._kept[self._max_bytes :]
        self.is_full = True
