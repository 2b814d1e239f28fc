/**
 * What the editor can do, as the tests of `kit.test.ts` prove it row by row, and as `docs/editor-kit.md` shows
 * it. Ends of the shown HTML are what becomes of the word `word`, selected or with the caret in it.
 */
export type KitRow = {
  /** Of the command. */
  readonly id: string
  /** What is typed after `/`, in English and in Spanish. */
  readonly slash?: readonly [en: string, es: string]
  /** Typed at the start of an empty paragraph; `word` follows where it does not contain it. */
  readonly markdown?: string
  /** The word as a whole, selected, and not a caret in it. */
  readonly onSelection?: boolean
  /** What the command makes of a paragraph that says `word`. */
  readonly html: string
  /** What was typed makes, where that is something else. */
  readonly typedHtml?: string
  /** What is there when it was chosen after a slash in an empty line, where that is something else. */
  readonly slashHtml?: string
}

export const kitRows: readonly KitRow[] = [
  { id: 'paragraph', slash: ['text', 'texto'], html: '<p>word</p>' },
  ...([1, 2, 3, 4, 5, 6] as const).map((level) => ({
    id: `heading${level}`,
    slash: [`heading ${level}`, `título ${level}`] as const,
    markdown: `${'#'.repeat(level)} `,
    html: `<h${level}>word</h${level}>`,
  })),
  { id: 'bold', markdown: '**word**', onSelection: true, html: '<p><strong>word</strong></p>' },
  { id: 'italic', markdown: '*word*', onSelection: true, html: '<p><em>word</em></p>' },
  { id: 'underline', onSelection: true, html: '<p><u>word</u></p>' },
  { id: 'strike', markdown: '~~word~~', onSelection: true, html: '<p><s>word</s></p>' },
  { id: 'code', markdown: '`word`', onSelection: true, html: '<p><code>word</code></p>' },
  { id: 'subscript', onSelection: true, html: '<p><sub>word</sub></p>' },
  { id: 'superscript', onSelection: true, html: '<p><sup>word</sup></p>' },
  {
    id: 'highlight',
    markdown: '==word==',
    onSelection: true,
    html: '<p><mark data-color="yellow">word</mark></p>',
  },
  { id: 'clearFormatting', onSelection: true, html: '<p>word</p>' },
  { id: 'alignLeft', html: '<p>word</p>' },
  { id: 'alignCenter', html: '<p style="text-align: center;">word</p>' },
  { id: 'alignRight', html: '<p style="text-align: right;">word</p>' },
  { id: 'alignJustify', html: '<p style="text-align: justify;">word</p>' },
  { id: 'leftToRight', html: '<p dir="ltr">word</p>' },
  { id: 'rightToLeft', html: '<p dir="rtl">word</p>' },
  { id: 'indent', html: '<p data-indent="1">word</p>' },
  {
    id: 'bulletList',
    slash: ['bullet', 'viñetas'],
    markdown: '- ',
    html: '<ul><li><p>word</p></li></ul>',
  },
  {
    id: 'orderedList',
    slash: ['numbered', 'numerada'],
    markdown: '1. ',
    html: '<ol><li><p>word</p></li></ol>',
  },
  {
    id: 'taskList',
    slash: ['checklist', 'lista de tareas'],
    markdown: '[ ] ',
    html: '<ul data-type="taskList"><li data-checked="false" data-type="taskItem"><label><input type="checkbox"><span></span></label><div><p>word</p></div></li></ul>',
  },
  {
    id: 'quote',
    slash: ['quote', 'cita'],
    markdown: '> ',
    html: '<blockquote><p>word</p></blockquote>',
  },
  {
    id: 'codeBlock',
    slash: ['code', 'código'],
    markdown: '``` ',
    html: '<pre><code>word</code></pre>',
  },
  {
    id: 'formulaBlock',
    slash: ['formula', 'fórmula'],
    markdown: '$$ ',
    html: '<pre><code class="language-math">word</code></pre>',
  },
  {
    id: 'inlineFormula',
    slash: ['inline formula', 'fórmula en línea'],
    markdown: '$word$',
    html: '<p>word<span data-formula=""></span></p>',
    slashHtml: '<p><span data-formula=""></span></p>',
    typedHtml: '<p><span data-formula="">word</span></p>',
  },
  {
    id: 'footnote',
    slash: ['footnote', 'nota al pie'],
    markdown: 'word[^1]',
    html: '<p>word<span data-footnote=""></span></p>',
    slashHtml: '<p><span data-footnote=""></span></p>',
  },
  {
    id: 'diagram',
    slash: ['diagram', 'diagrama'],
    markdown: '```mermaid ',
    html: '<pre><code class="language-mermaid">word</code></pre>',
  },
  {
    id: 'callout',
    slash: ['callout', 'recuadro'],
    markdown: '[!note] ',
    html: '<div data-callout="note"><p>word</p></div>',
  },
  {
    id: 'toggle',
    slash: ['toggle', 'desplegable'],
    markdown: '>> ',
    html: '<div data-toggle=""><p>word</p></div>',
  },
  {
    id: 'divider',
    slash: ['divider', 'separador'],
    markdown: '---',
    html: '<p>word</p><hr><p></p>',
    typedHtml: '<hr><p>word</p>',
  },
  {
    id: 'pageBreak',
    slash: ['page break', 'salto de página'],
    html: '<p>word</p><div data-page-break=""></div><p></p>',
    slashHtml: '<div data-page-break=""></div><p></p>',
  },
  {
    id: 'tableOfContents',
    slash: ['table of contents', 'índice'],
    markdown: '[toc] ',
    html: '<p>word</p><div data-table-of-contents=""></div><p></p>',
    typedHtml: '<div data-table-of-contents=""></div><p>word</p>',
  },
]
