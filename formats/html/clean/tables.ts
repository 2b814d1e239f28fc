import { unwrap } from '#formats/html/clean/elements'

const sheetSigns =
  'td[sdval],td[sdnum],google-sheets-html-origin,[data-sheets-root],[data-sheets-value],meta[name=ProgId][content^=Excel]'

/** Whether a page was copied from a spreadsheet. Ask before anything is taken out of it. */
export function isSpreadsheet(page: Document): boolean {
  const excel = /office:excel/.test(page.documentElement.getAttribute('xmlns:x') ?? '')
  return excel || page.querySelector(sheetSigns) !== null
}

/** Spreadsheets write whole columns of nothing; in other tables an empty row is one that somebody wants. */
export function plainTables(body: HTMLElement, areSheets: boolean): void {
  for (const table of body.querySelectorAll('table')) {
    if (areSheets) dropEmptyEnd(table)
    for (const cell of table.querySelectorAll('thead td')) headCell(cell)
    for (const cell of table.querySelectorAll('td, th')) {
      // Excel says with a `mso-` style, Calc with attributes, what a formula is; only what is seen counts.
      if (cell.textContent === '\u00A0') cell.textContent = ''
      alignLines(cell)
    }
    const caption = table.querySelector(':scope > caption')
    if (caption) {
      const line = table.ownerDocument.createElement('p')
      line.append(...caption.childNodes)
      caption.remove()
      if ((line.textContent ?? '').trim() !== '') table.before(line)
    }
  }
}

/** Some write heads as other cells, and in bold. */
function headCell(cell: Element): void {
  const head = cell.ownerDocument.createElement('th')
  for (const { name, value } of cell.attributes) head.setAttribute(name, value)
  head.append(...cell.childNodes)
  for (const bold of head.querySelectorAll('b,strong'))
    if (bold.textContent?.trim() === head.textContent?.trim()) unwrap(bold)
  cell.replaceWith(head)
}

/** A cell says for its lines where they stand: numbers to the right. */
function alignLines(cell: Element): void {
  const style = /(?:^|;)\s*text-align\s*:\s*(right|center|end)/i.exec(cell.getAttribute('style') ?? '')?.[1]
  const side = (style ?? cell.getAttribute('align') ?? '').toLowerCase().replace('end', 'right')
  if (side !== 'right' && side !== 'center') return
  if ((cell.textContent ?? '').trim() === '') return
  if (!cell.querySelector(blocks)) {
    const line = cell.ownerDocument.createElement('p')
    line.append(...cell.childNodes)
    cell.append(line)
  }
  for (const line of cell.querySelectorAll<HTMLElement>(':scope > p')) {
    if (line.style.textAlign === '' && !line.hasAttribute('align')) line.setAttribute('align', side)
  }
}

const blocks = 'p,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,pre,div,hr,details,figure'

function dropEmptyEnd(table: Element): void {
  const rows = [...table.querySelectorAll('tr')]
  if (rows.some((row) => row.querySelector('[rowspan]:not([rowspan="1"])'))) return
  for (const row of rows.toReversed()) {
    const isEmpty = (row.textContent ?? '').trim() === '' && !row.querySelector('img')
    if (!isEmpty || row === rows[0]) return
    row.remove()
  }
}
