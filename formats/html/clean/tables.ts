/** Spreadsheets write whole columns of nothing, and line ends as elements of their own. */
export function spreadsheetTables(body: HTMLElement): void {
  for (const table of body.querySelectorAll('table')) {
    dropEmptyEnd(table)
    for (const cell of table.querySelectorAll('td, th')) {
      // Excel says with a `mso-` style, Calc with attributes, what a formula is; only what is seen counts.
      if (cell.textContent === '\u00A0') cell.textContent = ''
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

function dropEmptyEnd(table: Element): void {
  const rows = [...table.querySelectorAll('tr')]
  for (const row of rows.toReversed()) {
    const isEmpty = (row.textContent ?? '').trim() === '' && !row.querySelector('img')
    const isSpanned = rows.some((other) => other.querySelector('[rowspan]:not([rowspan="1"])'))
    if (!isEmpty || isSpanned || rows.length === 1) return
    row.remove()
  }
}
