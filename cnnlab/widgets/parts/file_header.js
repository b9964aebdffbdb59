// What a file is and how large its picture is, read from its first bytes: before anything is decoded,
// because a file of 100 kilobytes can hold a picture that fills the memory.

const PNG = 0x89504e47, JPEG = 0xffd8, GIF = 0x47494638, BMP = 0x424d, RIFF = 0x52494646, WEBP = 0x57454250;
const FTYP = 0x66747970, AVIF = 0x61766966, PDF = 0x25504446, TIFF = [0x49492a00, 0x4d4d002a];

/** { kind, width, height } of a file's bytes (a DataView). The size is missing where its kind does not
 *  tell it at once; the kind is "" where it is none of these. */
export function readHeader(bytes) {
  try {
    return headerOf(bytes);
  } catch {
    return { kind: "" }; // it ends before its header does
  }
}

function headerOf(bytes) {
  const first = bytes.getUint32(0), second = bytes.getUint32(4);
  if (first === PNG) return { kind: "PNG", width: bytes.getUint32(16), height: bytes.getUint32(20) };
  if (first === GIF) return { kind: "GIF", width: bytes.getUint16(6, true), height: bytes.getUint16(8, true) };
  if (first >>> 16 === JPEG) return { kind: "JPEG", ...sizeOfJpeg(bytes) };
  if (first >>> 16 === BMP && bytes.byteLength > 26)
    return { kind: "BMP", width: bytes.getInt32(18, true), height: Math.abs(bytes.getInt32(22, true)) };
  if (first === RIFF && bytes.getUint32(8) === WEBP) return { kind: "WebP", ...sizeOfWebp(bytes) };
  if (second === FTYP) return { kind: bytes.getUint32(8) === AVIF ? "AVIF" : "HEIC" };
  if (TIFF.includes(first)) return { kind: "TIFF" };
  if (first === PDF) return { kind: "PDF" };
  return { kind: "" };
}

/** The segments of a JPEG file stand one after the other; the one called "start of frame" has the size. */
function sizeOfJpeg(bytes) {
  let at = 2;
  while (at + 9 < bytes.byteLength && bytes.getUint8(at) === 0xff) {
    const marker = bytes.getUint8(at + 1);
    if (marker === 0xff) at += 1; // a byte that only fills
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: bytes.getUint16(at + 7), height: bytes.getUint16(at + 5) };
    else at += 2 + bytes.getUint16(at + 2);
  }
  return {};
}

/** The three ways in which a WebP file begins: with a list of features, without loss, with loss. */
function sizeOfWebp(bytes) {
  const way = String.fromCharCode(...[12, 13, 14, 15].map((at) => bytes.getUint8(at)));
  if (way === "VP8X")
    return { width: 1 + (bytes.getUint32(24, true) & 0xffffff), height: 1 + (bytes.getUint32(26, true) >>> 8) };
  if (way === "VP8L") {
    const packed = bytes.getUint32(21, true);
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
  }
  return { width: bytes.getUint16(26, true) & 0x3fff, height: bytes.getUint16(28, true) & 0x3fff };
}
