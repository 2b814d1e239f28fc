/** What a note says, and whether it has spaces that HTML would swallow. */
export type NoteAsHtml = { readonly html: string; readonly keepSpaces: boolean }

/** The number of a note in its line, as HTML: a link to what it says, from where another one leads back. */
export function noteReference(number: number): string {
  return `<a id="ref-${number}" href="#note-${number}" role="doc-noteref">${number}</a>`
}

export function notesAsHtml(notes: readonly NoteAsHtml[]): string {
  const items = notes.map(({ html, keepSpaces }, index) => {
    const number = index + 1
    const style = keepSpaces ? ' style="white-space:pre-wrap"' : ''
    return `<li id="note-${number}"><p${style}>${html} <a href="#ref-${number}" role="doc-backlink">↩</a></p></li>`
  })
  return `<section role="doc-endnotes">\n<ol>\n${items.join('\n')}\n</ol>\n</section>`
}
