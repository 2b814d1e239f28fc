import * as Y from 'yjs'

import { seededRandom } from '#collab-server/testing/random'
import { documentField } from '#schema/document-fields'

export type LargeDocument = {
  /** Yjs V1 updates that write it, in order, after whatever the document begins with. */
  readonly updates: readonly Uint8Array[]
  readonly blocks: number
  readonly words: number
}

export const openingWords = 'The opening words'

const syllables = ['la', 'men', 'to', 'ri', 'sa', 'ver', 'de', 'con', 'pli', 'ego', 'tra', 'nos', 'qui', 'al']
const authors = 7
const blocksAnUpdate = 40

/**
 * A document of some 50 words a block, ten blocks a page: mostly paragraphs, among them headings, lists,
 * tables and images. Each text was written by several people in several goes, with words deleted between,
 * so that it has the history that a document of such a size has.
 */
export function largeDocument(blocks: number, seed = 1): LargeDocument {
  const random = seededRandom(seed)
  const below = (count: number) => Math.floor(random() * count)
  const doc = new Y.Doc()
  const body = doc.getXmlFragment(documentField.body)
  let words = 0

  const sentence = (count: number): string => {
    words += count
    return Array.from({ length: count }, () =>
      Array.from({ length: 1 + below(3) }, () => syllables[below(syllables.length)] ?? '').join(''),
    ).join(' ')
  }
  const text = (count: number): Y.XmlText => new Y.XmlText(sentence(count))
  const paragraph = (count: number): Y.XmlElement => element('paragraph', [text(count)])
  const list = (name: string, item: string): Y.XmlElement =>
    element(
      name,
      Array.from({ length: 4 }, () => element(item, [paragraph(12)])),
    )
  const table = (): Y.XmlElement =>
    element(
      'table',
      Array.from({ length: 4 }, (_, row) =>
        element(
          'tableRow',
          Array.from({ length: 3 }, () => element(row === 0 ? 'tableHeader' : 'tableCell', [paragraph(4)])),
        ),
      ),
    )
  const block = (index: number): Y.XmlElement => {
    if (index % 12 === 0) return element('heading', [text(6)], { level: 1 + (index % 3) })
    if (index % 40 === 7) return table()
    if (index % 60 === 9) return element('image', [], { src: null, alt: sentence(5) })
    if (index % 15 === 4) return list('bulletList', 'listItem')
    if (index % 45 === 8) return list('orderedList', 'listItem')
    return paragraph(52)
  }

  const updates: Uint8Array[] = []
  let gathered: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => gathered.push(update))
  const clientIds = Array.from({ length: authors }, (_, index) => 1_000_001 + index)
  const asSomebody = (edit: () => void): void => {
    doc.clientID = clientIds[below(authors)] ?? doc.clientID
    doc.transact(edit)
  }
  asSomebody(() => body.push([element('paragraph', [new Y.XmlText(`${openingWords} ${sentence(40)}`)])]))
  for (let index = 1; index < blocks; index++) {
    asSomebody(() => body.push([block(index)]))
    revise(body.get(index), asSomebody, below, sentence)
    if (index % blocksAnUpdate === 0 || index === blocks - 1) {
      updates.push(Y.mergeUpdates(gathered))
      gathered = []
    }
  }
  return { updates, blocks, words }
}

/** Words put in, and others taken out, by others and later. */
function revise(
  block: unknown,
  asSomebody: (edit: () => void) => void,
  below: (count: number) => number,
  sentence: (count: number) => string,
): void {
  const [text] = block instanceof Y.XmlElement ? block.toArray() : []
  if (!(text instanceof Y.XmlText)) return
  for (let turn = 0; turn < 3; turn++) {
    asSomebody(() => text.insert(below(text.length), `${sentence(2)} `))
    asSomebody(() => text.delete(below(text.length - 12), 11))
  }
}

function element(
  name: string,
  children: (Y.XmlElement | Y.XmlText)[],
  attributes: Readonly<Record<string, unknown>> = {},
): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    // Yjs keeps any JSON here; its types know strings only.
    if (value !== null) made.setAttribute(key, value as string)
  }
  made.insert(0, children)
  return made
}
