import { isOwnImageSource, isSafeHref } from '#schema/safe-addresses'

type Surroundings = {
  /** Of this page. */
  readonly origin: string
  /** The words of a link to a picture that has no description. */
  readonly unnamed: string
}

/**
 * What becomes of the pictures in pasted HTML, since only uploaded ones are shown: those of this place stay,
 * those that come with their bytes are given back as files to upload, and those that stand elsewhere on
 * the web become links, so that none is lost without a word.
 */
export function readPastedImages(html: string, surroundings: Surroundings): { html: string; files: File[] } {
  if (!/<img/i.test(html)) return { html, files: [] }
  // A document of its own: nothing in it is fetched or run.
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const files: File[] = []
  let isChanged = false
  for (const picture of body.querySelectorAll('img')) {
    const source = picture.getAttribute('src') ?? ''
    if (isOwnImageSource(source)) continue
    isChanged = true
    const own = ownAddress(source, surroundings.origin)
    const file = own === null ? fileOf(source) : null
    if (own !== null) picture.setAttribute('src', own)
    else if (file) {
      files.push(file)
      picture.remove()
    } else picture.replaceWith(...linkTo(picture, source, surroundings.unnamed))
  }
  return { html: isChanged ? body.innerHTML : html, files }
}

/** Browsers make addresses whole when they copy. */
function ownAddress(source: string, origin: string): string | null {
  const path = source.startsWith(`${origin}/`) ? source.slice(origin.length) : ''
  return isOwnImageSource(path) ? path : null
}

const inlined = /^data:(image\/(?:png|jpeg|gif|webp|avif));base64,([\w+/=\s]+)$/i

function fileOf(source: string): File | null {
  const [, type, base64] = inlined.exec(source) ?? []
  if (type === undefined || base64 === undefined) return null
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0)
    return new File([bytes], '', { type: type.toLowerCase() })
  } catch {
    // Cut short on its way: no picture could be made of it either.
    return null
  }
}

/** Nothing for what counts visits or keeps space, which nobody would miss. */
function linkTo(picture: HTMLImageElement, source: string, unnamed: string): Node[] {
  if ([picture.getAttribute('width'), picture.getAttribute('height')].some(isTiny)) return []
  const description = picture.alt.trim()
  const isAddress = /^(?:https?:)?\/\//i.test(source) && isSafeHref(source)
  if (!isAddress) return description === '' ? [] : [document.createTextNode(description)]
  const words = description === '' ? unnamed : description
  if (picture.closest('a')) return [document.createTextNode(words)]
  const link = document.createElement('a')
  link.href = source.startsWith('//') ? `https:${source}` : source
  link.textContent = words
  // Between blocks each is a line of its own.
  if (picture.parentElement?.localName !== 'body') return [link]
  const line = document.createElement('p')
  line.append(link)
  return [line]
}

const isTiny = (side: string | null) => side !== null && /^[012](?:px)?$/.test(side.trim())
