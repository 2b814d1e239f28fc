import type { Node } from '@tiptap/pm/model'

import { fileFormats, fileNameOf, type FileFormat } from '#formats/file-formats'

const maxEmbeddedBytes = 50 << 20

/** Gets the code that writes files, so that it is here should the network go. */
export function prepareToSave(): void {
  import('#formats/write-file').catch(() => {
    // Saving tries again, and then says so.
  })
}

/**
 * Saves what the person has before them as a file of theirs, without asking a server for the text.
 * Rejects where the code that writes files is not here and cannot be had.
 */
export async function saveAsFile(
  doc: Node,
  format: FileFormat,
  { title, language }: { title: string; language: string },
): Promise<void> {
  const { imageSources, writeFile } = await import('#formats/write-file')
  const embedded = format === 'html' ? await embedImages(imageSources(doc)) : new Map<string, string>()
  const text = writeFile(doc, format, {
    title,
    language,
    imageAddress: (src) => embedded.get(src) ?? window.location.origin + src,
  })
  const link = document.createElement('a')
  const url = URL.createObjectURL(new Blob([text], { type: fileFormats[format].mediaType }))
  link.href = url
  link.download = fileNameOf(title, format)
  document.body.append(link)
  link.click()
  link.remove()
  // Not at once: Safari has not begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Those that can be had; the file links to the others. */
async function embedImages(sources: readonly string[]): Promise<Map<string, string>> {
  const embedded = new Map<string, string>()
  let bytesLeft = maxEmbeddedBytes
  for (const src of sources) {
    try {
      const response = await fetch(src)
      const image = await response.blob()
      if (!response.ok || image.size > bytesLeft) continue
      bytesLeft -= image.size
      embedded.set(src, await dataUrl(image))
    } catch (error) {
      console.warn(`The image ${src} was not reached`, error)
    }
  }
  return embedded
}

function dataUrl(image: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the image was not read')))
    reader.readAsDataURL(image)
  })
}
