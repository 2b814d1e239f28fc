import { readFileSync } from 'node:fs'
import path from 'node:path'

import { samplePng } from '#e2e/support/sample-image'

/** What is reviewed, in the middle of the text. */
const chapter = `## The ferry

The ferry leaves from the north pier at nine and comes back before dark.

Whoever misses it walks home along the river.

Tickets are sold on board by the mate.

Children travel free of charge.

Bicycles stand behind the wheelhouse.

Dogs sit on deck.

Bread is in the galley.

The bell rings twice.

The last boat waits for nobody.

| Day | Boats |
| --- | --- |
| Monday | two |

![A red boat](data:image/png;base64,${samplePng.toString('base64')})

`

const chaptersBefore = {
  en: ['ARCHITECTURE.md', 'docs/sharing.md', 'docs/editor-kit.md', 'docs/review.md'],
  es: ['docs/compartir.md', 'docs/revision.md', 'docs/cuentas.md', 'docs/administracion.md'],
}
const chaptersAfter = {
  en: ['docs/security.md', 'docs/collab-server.md', 'docs/accounts.md'],
  es: ['docs/inicio.md', 'docs/security.md', 'docs/collab-server.md', 'docs/editor-kit.md'],
}

/** Our own guides as one text of some 10,000 words, with a chapter in the middle whose words do not change. */
export function twentyPages(locale: 'en' | 'es'): string {
  const root = path.join(import.meta.dirname, '../..')
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  const parts = [...chaptersBefore[locale].map(read), chapter, ...chaptersAfter[locale].map(read)]
  return parts.join('\n\n')
}
