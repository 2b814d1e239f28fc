import type * as Y from 'yjs'

import { documentField } from '#schema/document-fields'

/** In mm, upright. */
export const pageSizes = {
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  Letter: [216, 279],
  Legal: [216, 356],
} as const

export type PageSize = keyof typeof pageSizes

/** In mm, on all four sides. */
export const pageMargins = { narrow: 12, normal: 20, wide: 32 } as const

export type PageMargin = keyof typeof pageMargins

/** How a document is printed, and the language it is written in. Null: whatever reads or prints it decides. */
export type PageSetup = {
  readonly pageSize: PageSize | null
  readonly orientation: 'portrait' | 'landscape'
  readonly margin: PageMargin
  /** BCP 47, `es` or `pt-BR`. */
  readonly language: string | null
}

const keys = {
  pageSize: 'pageSize',
  orientation: 'pageOrientation',
  margin: 'pageMargin',
  language: 'language',
} as const satisfies Record<keyof PageSetup, string>

/** Somebody can write any value past this editor: what is not allowed reads as the default. */
export function pageSetup(doc: Y.Doc): PageSetup {
  const meta = doc.getMap(documentField.meta)
  const size: unknown = meta.get(keys.pageSize)
  const margin: unknown = meta.get(keys.margin)
  const language: unknown = meta.get(keys.language)
  return {
    pageSize: isKeyOf(pageSizes, size) ? size : null,
    orientation: meta.get(keys.orientation) === 'landscape' ? 'landscape' : 'portrait',
    margin: isKeyOf(pageMargins, margin) ? margin : 'normal',
    language: isLanguage(language) ? language : null,
  }
}

/** Each of them by itself, so that two people who change different ones both have their way. */
export function setPageSetup(doc: Y.Doc, changed: Partial<PageSetup>): void {
  const meta = doc.getMap(documentField.meta)
  const before = pageSetup(doc)
  doc.transact(() => {
    for (const name of Object.keys(keys) as (keyof PageSetup)[]) {
      const value = changed[name]
      if (value === undefined || value === before[name]) continue
      if (value === null) meta.delete(keys[name])
      else meta.set(keys[name], value)
    }
  })
}

/** Calls back after each change; returns how to stop. */
export function onPageSetup(doc: Y.Doc, listener: () => void): () => void {
  const meta = doc.getMap(documentField.meta)
  meta.observe(listener)
  return () => meta.unobserve(listener)
}

export function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{2,3}(?:-[A-Z]{2})?$/.test(value)
}

/** The rule that gives a printed document its paper, as CSS. */
export function pageRule({ pageSize, orientation, margin }: PageSetup): string {
  const [width, height] = pageSize ? pageSizes[pageSize] : []
  const sides = orientation === 'landscape' ? [height, width] : [width, height]
  const size = pageSize ? sides.map((side) => `${side}mm`).join(' ') : orientation
  // Upright is what a printer does by itself, on the paper it has.
  const rule = pageSize || orientation === 'landscape' ? `size: ${size}; ` : ''
  return `@page { ${rule}margin: ${pageMargins[margin]}mm; }`
}

function isKeyOf<T extends object>(object: T, key: unknown): key is keyof T {
  return typeof key === 'string' && Object.hasOwn(object, key)
}
