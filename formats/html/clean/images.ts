import { isOwnImageSource } from '#schema/safe-addresses'

/** What becomes of the images that come with some HTML. */
export type ImageReading = {
  /** Where the page itself is reached: an image from there is one of ours. */
  readonly origin: string
  /** Takes the bytes of an image that came along; the source under which it stands meanwhile, or null. */
  readonly keep: (dataUrl: string, alt: string) => string | null
  /** Called for each image that stays where it is; a link to it takes its place. */
  readonly leftAsLink: () => void
  /** Called for each image that cannot be had at all, such as one on the disk of whoever copied. */
  readonly missing: () => void
  /** Images that came beside the HTML, in the order of those in it that are files (Word). */
  readonly beside?: readonly string[]
}

/** Images are kept if their bytes came along, and linked to if they are elsewhere: never loaded from there. */
export function readImages(body: HTMLElement, reading: ImageReading): void {
  let fileIndex = 0
  for (const image of body.querySelectorAll('img')) {
    const src = (image.getAttribute('src') ?? '').replace(/^\/\//, 'https://')
    const alt = (image.getAttribute('alt') ?? '').replaceAll(/\s+/g, ' ').trim()
    const own = src.startsWith(`${reading.origin}/`) ? src.slice(reading.origin.length) : src
    const isFile = /^(?:file:|[a-z]:[\\/]|cid:)/i.test(src)
    const data = /^data:/i.test(src) ? src : isFile ? reading.beside?.[fileIndex] : undefined
    if (isFile) fileIndex += 1
    if (isOwnImageSource(own)) {
      image.setAttribute('src', own)
      continue
    }
    if (data === undefined && isSpacer(image)) {
      image.remove()
      continue
    }
    const kept = data === undefined ? null : reading.keep(data, alt)
    if (kept !== null) {
      image.setAttribute('src', kept)
    } else if (/^https?:\/\//i.test(src)) {
      reading.leftAsLink()
      link(image, src, alt)
    } else {
      if (src !== '') reading.missing()
      image.replaceWith(alt)
    }
  }
}

/** What keeps space or counts visits: Word and others draw with a pixel or two, and trackers are of one. */
function isSpacer(image: Element): boolean {
  return ['width', 'height'].some((name) => /^[012](?:px)?$/.test(image.getAttribute(name)?.trim() ?? ''))
}

function link(image: Element, src: string, alt: string): void {
  const text = alt === '' ? (src.split(/[?#]/)[0]?.split('/').at(-1) ?? '') || src : alt
  if (image.closest('a')) {
    image.replaceWith(text)
    return
  }
  const made = image.ownerDocument.createElement('a')
  made.setAttribute('href', src)
  made.textContent = text
  if (image.parentElement !== image.ownerDocument.body) {
    image.replaceWith(made)
    return
  }
  // Between blocks each is a line of its own.
  const line = image.ownerDocument.createElement('p')
  line.append(made)
  image.replaceWith(line)
}
