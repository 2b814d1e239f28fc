import type { Node } from '@tiptap/pm/model'

import type { FileFormat } from '#formats/file-formats'
import { writeHtml } from '#formats/html/write-html'
import { writeMarkdown } from '#formats/markdown/write-markdown'
import { writeText } from '#formats/text/write-text'
import { formulaLanguage } from '#schema/nodes/code-block'

export type WriteFileOptions = {
  readonly title: string
  readonly language: string
  /** What a file says of where an image of the document is. */
  readonly imageAddress: (src: string) => string
  /** `mathMlOf`, where there are formulas and it could be had: a page then shows them by itself. */
  readonly formula?: (tex: string, isDisplayed: boolean) => string | null
}

/** A document as the text of a file. */
export function writeFile(doc: Node, format: FileFormat, options: WriteFileOptions): string {
  if (format === 'html') return writeHtml(doc, options)
  return format === 'md' ? writeMarkdown(doc, options) : writeText(doc)
}

/** The sources of a document's images, each once. */
export function imageSources(doc: Node): string[] {
  const sources = new Set<string>()
  doc.descendants(({ type, attrs }) => {
    const src: unknown = type.name === 'image' ? attrs['src'] : null
    if (typeof src === 'string') sources.add(src)
  })
  return [...sources]
}

export function holdsFormulas(doc: Node): boolean {
  let holds = false
  doc.descendants(({ type, attrs }) => {
    holds ||= type.name === 'inlineFormula' || attrs['language'] === formulaLanguage
    return !holds
  })
  return holds
}
