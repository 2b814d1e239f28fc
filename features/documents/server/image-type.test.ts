import { describe, expect, it } from 'vitest'

import { readImageKind } from '#features/documents/server/image-type'

const ascii = (text: string) => [...Buffer.from(text, 'latin1')]
const u16 = (value: number) => [value >> 8, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 65_535)]
const box = (name: string, ...content: number[]) => [...u32(content.length + 8), ...ascii(name), ...content]

const png = [
  ...ascii('\u0089PNG\r\n\u001A\n'),
  ...u32(13),
  ...ascii('IHDR'),
  ...u32(640),
  ...u32(480),
  8,
  6,
  0,
  0,
  0,
]
const gif = [...ascii('GIF89a'), 0x80, 0x02, 0xe0, 0x01]
const frame = [0xff, 0xc2, ...u16(17), 8, ...u16(480), ...u16(640), 3]
const exif = (orientation: number) => {
  const tiff = [
    ...ascii('MM'),
    0,
    42,
    ...u32(8),
    ...u16(1),
    ...u16(0x112),
    ...u16(3),
    ...u32(1),
    ...u16(orientation),
    0,
    0,
  ]
  const content = [...ascii('Exif\0\0'), ...tiff]
  return [0xff, 0xe1, ...u16(content.length + 2), ...content]
}
const jpeg = [0xff, 0xd8, 0xff, 0xe0, ...u16(4), 0, 0, ...frame]
const webp = (chunk: string, ...content: number[]) => [
  ...ascii('RIFF'),
  ...u32(0),
  ...ascii('WEBP'),
  ...ascii(chunk),
  ...u32(0),
  ...content,
]
const avif = (...properties: number[][]) => [
  ...box('ftyp', ...ascii('avif'), ...u32(0), ...ascii('mif1')),
  ...box('meta', ...u32(0), ...box('hdlr', 0), ...box('iprp', ...box('ipco', ...properties.flat()))),
]
const ispe = (width: number, height: number) => box('ispe', ...u32(0), ...u32(width), ...u32(height))

const kindOf = (bytes: number[]) => readImageKind(Uint8Array.from(bytes))

describe('an image', () => {
  it.each([
    ['png', 'image/png', png],
    ['gif', 'image/gif', gif],
    ['jpg', 'image/jpeg', jpeg],
    ['webp', 'image/webp', webp('VP8X', 0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0)],
    ['webp', 'image/webp', webp('VP8L', 0x2f, 0x7f, 0xc2, 0x77, 0)],
    ['webp', 'image/webp', webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1)],
    ['avif', 'image/avif', avif(ispe(64, 64), ispe(640, 480))],
  ])('is known by its bytes: %s, %s', (extension, type, bytes) => {
    expect(kindOf(bytes)).toEqual({ type, extension, width: 640, height: 480 })
  })

  it('has the size in which it is shown when its file turns it', () => {
    const turned = [0xff, 0xd8, ...exif(6), ...frame]
    expect(kindOf(turned)).toMatchObject({ width: 480, height: 640 })
    expect(kindOf([0xff, 0xd8, ...exif(3), ...frame])).toMatchObject({ width: 640, height: 480 })
    expect(kindOf(avif(ispe(640, 480), box('irot', 1)))).toMatchObject({ width: 480, height: 640 })
  })

  it.each([
    ['SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a page', ascii('<!doctype html><script>alert(1)</script>')],
    ['a page that begins like a GIF', ascii('GIF89<script>')],
    ['nothing', []],
    ['an image without height', [...png.slice(0, 20), ...u32(0)]],
    ['a film in the same box format', [...box('ftyp', ...ascii('isom'), ...u32(0), ...ascii('mp42'))]],
    ['a JPEG without a frame', [0xff, 0xd8, 0xff, 0xd9]],
  ])('is not %s', (_, bytes) => {
    expect(kindOf(bytes)).toBeNull()
  })

  it('cut off anywhere in its header is refused or right, and never an error', () => {
    for (const whole of [
      png,
      gif,
      jpeg,
      avif(ispe(640, 480)),
      webp('VP8X', 0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0),
    ]) {
      for (let length = 0; length < whole.length; length += 1) {
        const { width, height } = kindOf(whole.slice(0, length)) ?? { width: 640, height: 480 }
        expect([width, height]).toEqual([640, 480])
      }
    }
  })

  it('with broken Exif is still an image', () => {
    const broken = exif(6)
    broken.splice(14, 4, 255, 255, 255, 255)
    expect(kindOf([0xff, 0xd8, ...broken, ...frame])).toMatchObject({ width: 640, height: 480 })
  })

  it('made of nothing but headers costs nothing', () => {
    const empty = Buffer.from(box('free'))
    const bytes = Buffer.concat([
      Buffer.from(box('ftyp', ...ascii('avif'))),
      ...Array.from({ length: 1_300_000 }, () => empty),
    ])
    const before = process.cpuUsage()
    expect(readImageKind(bytes)).toBeNull()
    expect(process.cpuUsage(before).user).toBeLessThan(250_000)
  })

  it('made of noise is never an error', () => {
    let seed = 7
    const noise = () => (seed = (seed * 16_807) % 2_147_483_647) & 255
    for (let round = 0; round < 3000; round += 1) {
      const bytes = [png, gif, jpeg, avif(ispe(640, 480))][round % 4]!.slice()
      for (let change = 0; change < 4; change += 1) bytes[noise() % bytes.length] = noise()
      expect(() => kindOf(bytes), `seed 7, round ${round}`).not.toThrow()
    }
  })
})
