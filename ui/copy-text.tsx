/**
 * Puts text on the clipboard. Pages on plain http have no clipboard API; the old command still does
 * there. False where the browser allows neither.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  // Out of sight without moving the page, and not zoomed into by phones.
  Object.assign(area.style, { position: 'fixed', top: '0', opacity: '0', fontSize: '16px' })
  // Beside what has the focus: a menu closes when the focus goes elsewhere.
  const place = focused?.parentElement ?? document.body
  place.append(area)
  area.focus({ preventScroll: true })
  area.select()
  try {
    return document.execCommand('copy')
  } finally {
    area.remove()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  }
}
