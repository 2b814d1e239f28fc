/** An image on its way into a document: its bytes, and the words for those who do not see it. */
export type PendingImage = { readonly file: File; readonly alt: string }

const prefix = '/api/documents/pending/images/'
/** Larger ones are refused by the server anyway; in base64. */
const maxDataLength = 20 << 20
/** How many images one file brings at most; the rest are missing. */
export const maxPendingImages = 200

/**
 * Images that came with pasted or opened content. Each stands in the content under an address that no image
 * has, until its bytes are kept by the server.
 */
export class PendingImages {
  readonly #images = new Map<string, PendingImage>()

  /** The address to stand for the image of a `data:` URL; null for what is no image that browsers show. */
  keep = (dataUrl: string, alt: string): string | null => {
    const [, type = '', data = ''] =
      /^data:(image\/(?:png|jpeg|gif|webp|avif));base64,([\s\S]+)$/i.exec(dataUrl) ?? []
    if (data === '' || data.length > maxDataLength || this.#images.size >= maxPendingImages) return null
    const bytes = bytesOf(data)
    if (!bytes) return null
    const src = `${prefix}${this.#images.size}`
    const name = `image.${type.toLowerCase().replace('image/', '')}`
    this.#images.set(src, { file: new File([bytes], name, { type: type.toLowerCase() }), alt })
    return src
  }

  get size(): number {
    return this.#images.size
  }

  entries(): IterableIterator<[string, PendingImage]> {
    return this.#images.entries()
  }

  get(src: unknown): PendingImage | undefined {
    return typeof src === 'string' ? this.#images.get(src) : undefined
  }
}

export function isPendingSource(src: unknown): src is string {
  return typeof src === 'string' && src.startsWith(prefix)
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.codePointAt(0) ?? 0)
  } catch {
    return null
  }
}
