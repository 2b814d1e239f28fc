export type ImageKind = {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif'
  readonly extension: 'png' | 'jpg' | 'gif' | 'webp' | 'avif'
  /** As shown, after the file's own rotation. */
  readonly width: number
  readonly height: number
}

type Size = { width: number; height: number }

/**
 * What kind of image the bytes are, by what they begin with and never by what somebody says they are;
 * null for everything else, SVG above all, and for headers that make no sense.
 */
export function readImageKind(bytes: Uint8Array): ImageKind | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const { matches, size, ...kind } of kinds) {
    if (!matches(view)) continue
    let found: Size | null
    try {
      found = size(view)
    } catch (error) {
      // Cut off within its header.
      if (error instanceof RangeError) return null
      throw error
    }
    return found && found.width > 0 && found.height > 0 ? { ...kind, ...found } : null
  }
  return null
}

const text = (view: DataView, at: number, length: number): string =>
  at + length > view.byteLength
    ? ''
    : String.fromCodePoint(...new Uint8Array(view.buffer, view.byteOffset + at, length))

const uint24le = (view: DataView, at: number): number =>
  view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16)

const kinds = [
  {
    type: 'image/png',
    extension: 'png',
    matches: (view: DataView) => text(view, 0, 8) === '\u0089PNG\r\n\u001A\n' && text(view, 12, 4) === 'IHDR',
    size: (view: DataView) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  },
  {
    type: 'image/jpeg',
    extension: 'jpg',
    matches: (view: DataView) => text(view, 0, 3) === '\u00FF\u00D8\u00FF',
    size: jpegSize,
  },
  {
    type: 'image/gif',
    extension: 'gif',
    matches: (view: DataView) => ['GIF87a', 'GIF89a'].includes(text(view, 0, 6)),
    size: (view: DataView) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  },
  {
    type: 'image/webp',
    extension: 'webp',
    matches: (view: DataView) => text(view, 0, 4) === 'RIFF' && text(view, 8, 4) === 'WEBP',
    size: webpSize,
  },
  {
    type: 'image/avif',
    extension: 'avif',
    matches: (view: DataView) => text(view, 4, 4) === 'ftyp' && isAvifBrand(view),
    size: avifSize,
  },
] as const

/** Walks the segments to the frame header; an Exif rotation by a quarter swaps the sides. */
function jpegSize(view: DataView): Size | null {
  let quarterTurned = false
  for (let at = 2; at < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return quarterTurned ? { width: height, height: width } : { width, height }
    }
    if (marker === 0xd9 || marker === 0xda) return null
    if (marker === 0xe1 && text(view, at + 4, 6) === 'Exif\0\0')
      quarterTurned = exifOrientation(view, at + 10) >= 5
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** Tag 0x112 of the first directory of a TIFF header; 1 where it is not said or not to be found. */
function exifOrientation(view: DataView, tiff: number): number {
  if (tiff + 8 > view.byteLength) return 1
  const littleEndian = text(view, tiff, 2) === 'II'
  const directory = tiff + view.getUint32(tiff + 4, littleEndian)
  if (directory + 2 > view.byteLength) return 1
  const entries = view.getUint16(directory, littleEndian)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12
    if (at + 12 > view.byteLength) return 1
    if (view.getUint16(at, littleEndian) === 0x01_12) return view.getUint16(at + 8, littleEndian)
  }
  return 1
}

function webpSize(view: DataView): Size | null {
  switch (text(view, 12, 4)) {
    case 'VP8X':
      return { width: uint24le(view, 24) + 1, height: uint24le(view, 27) + 1 }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3f_ff) + 1, height: ((bits >> 14) & 0x3f_ff) + 1 }
    }
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3f_ff,
        height: view.getUint16(28, true) & 0x3f_ff,
      }
    default:
      return null
  }
}

function isAvifBrand(view: DataView): boolean {
  const end = Math.min(view.getUint32(0), view.byteLength, 256)
  for (let at = 8; at + 4 <= end; at += 4) {
    if (at !== 12 && ['avif', 'avis'].includes(text(view, at, 4))) return true
  }
  return false
}

/** The largest size that the properties (`meta/iprp/ipco/ispe`) name; tiles and thumbnails are smaller. */
function avifSize(view: DataView): Size | null {
  const meta = findBox(view, 0, view.byteLength, 'meta')
  const iprp = meta && findBox(view, meta.start + 4, meta.end, 'iprp')
  const ipco = iprp && findBox(view, iprp.start, iprp.end, 'ipco')
  if (!ipco) return null
  let largest: Size | null = null
  let quarterTurned = false
  for (const box of boxes(view, ipco.start, ipco.end)) {
    if (box.name === 'irot') quarterTurned = view.getUint8(box.start) % 2 === 1
    if (box.name !== 'ispe') continue
    const size = { width: view.getUint32(box.start + 4), height: view.getUint32(box.start + 8) }
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest && quarterTurned ? { width: largest.height, height: largest.width } : largest
}

type Box = { name: string; start: number; end: number }

const findBox = (view: DataView, start: number, end: number, name: string): Box | undefined =>
  boxes(view, start, end).find((box) => box.name === name)

/** Files have a dozen; one made of nothing but headers would hold a million. */
const maxBoxes = 1_000

/** The boxes of ISO 14496-12 within a range; 64-bit sizes are not needed where a file has 10 MB. */
function boxes(view: DataView, start: number, end: number): Box[] {
  const found: Box[] = []
  for (let at = start; at + 8 <= end && found.length < maxBoxes;) {
    const size = view.getUint32(at) || end - at
    if (size < 8 || at + size > end) break
    found.push({ name: text(view, at + 4, 4), start: at + 8, end: at + size })
    at += size
  }
  return found
}
