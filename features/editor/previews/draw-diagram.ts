import mermaid from 'mermaid'

import type { Problem } from '#features/editor/previews/previews'

/** A picture of its own, which can run and load nothing. */
export type Picture = { readonly svg: string; readonly width: number; readonly height: number }

const maxEdges = 500
const maxTextSize = 20_000

mermaid.initialize({
  startOnLoad: false,
  securityLevel: 'strict',
  suppressErrorRendering: true,
  theme: 'neutral',
  // A picture has the system's fonts only; letters in SVG, since no HTML is drawn in pictures everywhere.
  fontFamily: 'system-ui, sans-serif',
  htmlLabels: false,
  maxEdges,
  maxTextSize,
  // What a source may not set for itself.
  secure: [
    'secure',
    'securityLevel',
    'startOnLoad',
    'suppressErrorRendering',
    'maxTextSize',
    'maxEdges',
    'htmlLabels',
    'fontFamily',
    'themeCSS',
    'dompurifyConfig',
  ],
})

/** Draws a Mermaid source. Fetch it with `import()` only: Mermaid is large. */
export async function drawDiagram(source: string, id: string): Promise<Picture | Problem> {
  if (source.length > maxTextSize) return { key: 'tooLarge' }
  let svg: string
  try {
    await mermaid.parse(source)
    svg = (await mermaid.render(id, source)).svg
  } catch (error) {
    return problemOf(error)
  }
  return asPicture(svg) ?? { key: 'diagramError' }
}

/** With its own size, which as a part of a page it takes from the page. */
function asPicture(svg: string): Picture | null {
  const page = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const root = page.documentElement
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number)
  if (root.localName !== 'svg' || !(width > 0) || !(height > 0)) return null
  root.setAttribute('width', String(Math.ceil(width)))
  root.setAttribute('height', String(Math.ceil(height)))
  root.style.removeProperty('max-width')
  return {
    svg: new XMLSerializer().serializeToString(page),
    width: Math.ceil(width),
    height: Math.ceil(height),
  }
}

function problemOf(error: unknown): Problem {
  const message = error instanceof Error ? error.message : ''
  const line = /\bline:? (\d+)/i.exec(message)?.[1]
  return line === undefined
    ? { key: 'diagramError' }
    : { key: 'diagramErrorLine', values: { line: Number(line) } }
}
