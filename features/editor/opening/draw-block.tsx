import type { Mark, Node } from '@tiptap/pm/model'
import { Fragment, type ReactNode } from 'react'

import { drawSpec } from '#features/editor/opening/draw-spec'
import { listDirection } from '#features/editor/node-views/list-direction'
import { previewKind } from '#features/editor/previews/previews'
import { columnWidths, isWide, sumOfWidths } from '#features/editor/tables/column-widths'
import { isCalloutKind } from '#schema/nodes/callout'
import { isImageAlignment, isImageSize } from '#schema/nodes/image'
import { mentionAddress, mentionTarget } from '#schema/nodes/mention'
import { isOwnImageSource } from '#schema/safe-addresses'

/** The sentences of `editor.nodes`, in the person's language. */
export type OpeningWords = (key: string) => string

type Draw = (node: Node, words: OpeningWords) => ReactNode

/** The element of a node and of all that is in it: by its editor's view where it has one, else by the schema. */
export function drawBlock(node: Node, key: number, words: OpeningWords): ReactNode {
  const own = asInTheEditor[node.type.name]
  return <Fragment key={key}>{own ? own(node, words) : drawPlain(node, words)}</Fragment>
}

function drawPlain(node: Node, words: OpeningWords, further: Record<string, string> = {}): ReactNode {
  const { toDOM } = node.type.spec
  return drawSpec(toDOM ? toDOM(node) : ['div', 0], drawContent(node, words), further)
}

const drawList: Draw = (node, words) => drawPlain(node, words, { dir: listDirection(node) })

function drawContent(node: Node, words: OpeningWords): ReactNode {
  if (!node.inlineContent) return node.children.map((child, index) => drawBlock(child, index, words))
  // As in the editor: a line that holds nothing is still as high as a line.
  const isOpenEnded = node.lastChild === null || node.lastChild.type.name === 'hardBreak'
  return (
    <>
      {drawMarked(node.children, 0, words)}
      {isOpenEnded && <br className="ProseMirror-trailingBreak" />}
    </>
  )
}

/** Neighbours that share a mark share its element. */
function drawMarked(nodes: readonly Node[], depth: number, words: OpeningWords): ReactNode[] {
  const drawn: ReactNode[] = []
  for (let index = 0; index < nodes.length;) {
    const node = nodes[index]
    if (!node) break
    const mark = node.marks[depth]
    const run = mark ? nodes.slice(index).findIndex((other) => !other.marks[depth]?.eq(mark)) : 1
    const end = run < 0 ? nodes.length : index + run
    const inner = mark ? drawMarked(nodes.slice(index, end), depth + 1, words) : drawInline(node, words)
    drawn.push(<Fragment key={index}>{mark ? drawMark(mark, inner) : inner}</Fragment>)
    index = end
  }
  return drawn
}

function drawInline(node: Node, words: OpeningWords): ReactNode {
  return node.isText ? node.text : drawBlock(node, 0, words)
}

function drawMark(mark: Mark, content: ReactNode): ReactNode {
  const spec = mark.type.spec.toDOM?.(mark, true)
  return spec ? drawSpec(spec, content) : content
}

const unseen = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const

/** In the form and size that the editor's views have (`node-views/`), so that nothing moves when they come. */
const asInTheEditor: Readonly<Record<string, Draw>> = {
  bulletList: drawList,
  orderedList: drawList,
  taskList: drawList,

  callout(node, words) {
    const kind = isCalloutKind(node.attrs['kind']) ? node.attrs['kind'] : 'note'
    return (
      <div className="callout" data-callout={kind}>
        <select className="callout-kind" disabled aria-label={words('calloutKind')}>
          <option>{words(`callouts.${kind}`)}</option>
        </select>
        <div className="callout-content">{drawContent(node, words)}</div>
      </div>
    )
  },

  toggle: (node, words) => (
    <div className="toggle">
      <button
        type="button"
        disabled
        className="toggle-button"
        aria-label={words('toggle')}
        aria-expanded={false}
      />
      <div className="toggle-content">{drawContent(node, words)}</div>
    </div>
  ),

  codeBlock(node, words) {
    const isPreviewed = previewKind(node.attrs['language']) !== null
    return (
      <div className={isPreviewed ? 'code-block has-preview' : 'code-block'}>
        <pre spellCheck={false}>
          <code>
            {drawMarked(node.children, 0, words)}
            {(node.content.size === 0 || node.textContent.endsWith('\n')) && (
              <br className="ProseMirror-trailingBreak" />
            )}
          </code>
        </pre>
        {isPreviewed && <figure className="code-preview" />}
      </div>
    )
  },

  image(node, words) {
    const { src, alt, width, height, size, align, caption } = node.attrs as Record<string, unknown>
    const isSized = isImageSize(size)
    return (
      <figure
        className={isSized ? 'image-block is-sized' : 'image-block'}
        data-align={isImageAlignment(align) ? align : 'center'}
        style={isSized ? { width: `${String(size)}%` } : {}}
      >
        <div className="image-frame">
          {typeof src === 'string' && isOwnImageSource(src) ? (
            // The same as in the editor, which knows nothing of Next.
            // oxlint-disable-next-line nextjs/no-img-element
            <img
              src={src}
              alt={typeof alt === 'string' ? alt : ''}
              {...(typeof width === 'number' ? { width } : {})}
              {...(typeof height === 'number' ? { height } : {})}
              decoding="async"
              loading="lazy"
            />
          ) : (
            <span className="image-note">{words('imageMissing')}</span>
          )}
        </div>
        {typeof caption === 'string' && caption !== '' && <figcaption>{caption}</figcaption>}
      </figure>
    )
  },

  table(node, words) {
    const widths = columnWidths(node)
    const total = sumOfWidths(widths ?? [])
    return (
      <div className="tableWrapper">
        <table
          {...(widths ? { className: isWide(node, total) ? 'is-wide' : '', style: { width: total } } : {})}
        >
          <colgroup>
            {widths?.map((width, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- a column is its place
              <col key={index} style={{ width: `${((width / total) * 100).toFixed(3)}%` }} />
            ))}
          </colgroup>
          <tbody>{drawContent(node, words)}</tbody>
        </table>
      </div>
    )
  },

  taskItem: (node, words) => (
    <li data-checked={node.attrs['checked'] === true ? 'true' : 'false'}>
      <label>
        <input type="checkbox" disabled defaultChecked={node.attrs['checked'] === true} />
        <span style={unseen}>{node.firstChild?.textContent.trim().slice(0, 80) || words('emptyTask')}</span>
      </label>
      <div>{drawContent(node, words)}</div>
    </li>
  ),

  inlineFormula: (node, words) =>
    node.attrs['tex'] === '' ? (
      <span className="inline-formula is-empty">{words('formula')}</span>
    ) : (
      <span className="inline-formula">{String(node.attrs['tex'])}</span>
    ),

  // What it says stands at the end of the document.
  footnote: (node) => (
    <span className="note-reference" role="doc-noteref" title={node.textContent.slice(0, 300)} />
  ),

  // By the name of then, until the editor knows that of now.
  mention(node) {
    const target = mentionTarget(node.attrs)
    if (target?.kind !== 'document') {
      return <span className={`mention is-${target?.kind ?? 'nothing'}`}>{target?.label}</span>
    }
    return (
      <a className="mention is-document" href={mentionAddress(target.id)}>
        {target.label}
      </a>
    )
  },

  pageBreak: (_node, words) => <div className="page-break">{words('pageBreak')}</div>,

  // Which headings there are is known only from all of the document.
  tableOfContents: (_node, words) => <nav className="contents-list" aria-label={words('contents')} />,

  unknownBlock: (_node, words) => <div className="unknown-block">{words('unknown')}</div>,
}
