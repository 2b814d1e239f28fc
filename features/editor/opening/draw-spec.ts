import type { DOMOutputSpec } from '@tiptap/pm/model'
import { createElement, type CSSProperties, Fragment, type ReactNode } from 'react'

const names: Readonly<Record<string, string>> = { class: 'className', colspan: 'colSpan', rowspan: 'rowSpan' }

/** What the nodes and marks of the schema are made of; anything else is drawn as what is in it. */
const elements: ReadonlySet<string> = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code hr br div span strong em u s mark sub sup a table tbody tr td th section aside ins del'.split(
    ' ',
  ),
)
const empty: ReadonlySet<string> = new Set(['br', 'hr'])

/** ProseMirror's description of an element, `['tag', attributes?, ...children or 0]`, as React's, with further attributes. */
export function drawSpec(
  spec: DOMOutputSpec,
  content: ReactNode,
  further: Readonly<Record<string, unknown>> = {},
): ReactNode {
  if (typeof spec === 'string') return spec
  if (!Array.isArray(spec)) throw new TypeError('this node draws itself with a DOM')
  const [tag, ...rest] = spec as [string, ...unknown[]]
  const [first] = rest
  const hasAttributes = typeof first === 'object' && first !== null && !Array.isArray(first)
  const children = (hasAttributes ? rest.slice(1) : rest).map((part) =>
    part === 0 ? content : drawSpec(part as DOMOutputSpec, content),
  )
  if (!elements.has(tag)) return createElement(Fragment, null, ...children)
  const written = hasAttributes ? (first as Record<string, unknown>) : {}
  const properties = propertiesOf({ ...written, ...further })
  return createElement(tag, properties, ...(empty.has(tag) ? [] : children))
}

function propertiesOf(attributes: Record<string, unknown>): Record<string, unknown> {
  const properties: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if ((typeof value !== 'string' && typeof value !== 'number') || !/^[a-z][a-z-]*$/.test(name)) continue
    if (name.startsWith('on')) continue
    if (name === 'style') properties['style'] = styleOf(String(value))
    else properties[names[name] ?? name] = value
  }
  return properties
}

function styleOf(text: string): CSSProperties {
  const written = text.split(';').map((rule) => rule.split(':').map((part) => part.trim()))
  return Object.fromEntries(
    written.flatMap(([name, value]) =>
      name && value
        ? [[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]]
        : [],
    ),
  ) as CSSProperties
}
