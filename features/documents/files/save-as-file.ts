import type { Node } from '@tiptap/pm/model'

import { embedWhileRoom, maxEmbeddedLength } from '#formats/embedded-images'
import { fileFormats, fileNameOf, type FileFormat } from '#formats/file-formats'

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
  const { holdsFormulas, imageSources, writeFile } = await import('#formats/write-file')
  const dataUrls = format === 'html' ? await readImages(imageSources(doc)) : new Map<string, string>()
  const formula = format === 'html' && holdsFormulas(doc) ? await whatDrawsFormulas() : null
  const text = writeFile(doc, format, {
    title,
    language,
    imageAddress: embedWhileRoom(dataUrls, (src) => window.location.origin + src),
    ...(formula && { formula }),
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

/** Of TeX: some seconds of a slow phone. */
const maxDrawnLetters = 100_000

/** Null where it cannot be had: the file then has the formulas as they were written. */
async function whatDrawsFormulas() {
  try {
    return (await import('#formats/html/math-ml')).mathMlUpTo(maxDrawnLetters)
  } catch (error) {
    console.warn('What draws formulas was not reached', error)
    return null
  }
}

/** Those that can be had; the file links to the others. */
async function readImages(sources: readonly string[]): Promise<Map<string, string>> {
  const dataUrls = new Map<string, string>()
  let lengthLeft = maxEmbeddedLength
  for (const src of sources) {
    try {
      const response = await fetch(src)
      const image = await response.blob()
      if (!response.ok || image.size > lengthLeft) continue
      const dataUrl = await dataUrlOf(image)
      lengthLeft -= dataUrl.length
      dataUrls.set(src, dataUrl)
    } catch (error) {
      console.warn(`The image ${src} was not reached`, error)
    }
  }
  return dataUrls
}

function dataUrlOf(image: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the image was not read')))
    reader.readAsDataURL(image)
  })
}
