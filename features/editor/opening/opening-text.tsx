import type { Node } from '@tiptap/pm/model'

import { drawBlock, type OpeningWords } from '#features/editor/opening/draw-block.tsx'

/**
 * What a document begins with as it will look in the editor, to be read before there is one. Made by a server,
 * of elements and nothing but the schema's; nothing in it does anything.
 */
export function OpeningText({
  doc,
  language,
  words,
}: {
  doc: Node
  language: string | null
  words: OpeningWords
}) {
  return (
    <div className="document-text" {...(language === null ? {} : { lang: language })}>
      {doc.children.map((block, index) => drawBlock(block, index, words))}
    </div>
  )
}
