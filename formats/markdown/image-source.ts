import type { ImageReading } from '#formats/html/clean/images'
import { isOwnImageSource } from '#schema/safe-addresses'

/** What becomes of Markdown's images: kept where their bytes or the image are here, else linked to. */
export function imageSourceFor(images: ImageReading): (url: string, alt?: string) => string | null {
  return (url, alt = '') => {
    const own = url.startsWith(`${images.origin}/`) ? url.slice(images.origin.length) : url
    if (isOwnImageSource(own)) return own
    if (/^data:/i.test(url)) {
      const kept = images.keep(url, alt)
      if (kept === null) images.missing()
      return kept
    }
    images.leftAsLink()
    return null
  }
}
