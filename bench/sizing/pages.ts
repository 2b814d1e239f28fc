import { readFileSync } from 'node:fs'
import path from 'node:path'

import { readFigures } from './figures.ts'
import { checkTable, personTable, sizeTable, type Language } from './tables.ts'

const docs = path.resolve(import.meta.dirname, '../../docs')
const pages = { en: 'sizing.md', es: 'dimensionado.md' } as const
const makers = { person: personTable, check: checkTable, size: sizeTable } as const

export type Page = { readonly file: string; readonly now: string; readonly wanted: string }

/** The pages as they are, and with the tables that the figures make. */
export function sizingPages(): Page[] {
  const figures = readFigures()
  return Object.entries(pages).map(([language, name]) => {
    const file = path.join(docs, name)
    const now = readFileSync(file, 'utf8')
    let wanted = now
    for (const [kind, make] of Object.entries(makers)) {
      wanted = withTable(wanted, kind, make(figures, language as Language))
    }
    return { file, now, wanted }
  })
}

/** @throws {Error} where the page has no place for it */
function withTable(page: string, kind: string, table: string): string {
  const [start, end] = [`<!-- ${kind}: start -->`, `<!-- ${kind}: end -->`]
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page needs the lines ${start} and ${end}`)
  return `${page.slice(0, from + start.length)}\n\n${table}\n\n${page.slice(to)}`
}
