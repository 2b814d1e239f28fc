import { smallestImageSize } from '#schema/nodes/image'

/** How wide an image stands on the screen, in per cent of the text around it; all of it where unmeasured. */
export function shownSize(figure: unknown, width?: number): number {
  const parent = figure instanceof HTMLElement ? figure.parentElement : null
  if (!(figure instanceof HTMLElement) || !parent) return 100
  const { paddingLeft, paddingRight } = getComputedStyle(parent)
  const available = parent.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
  if (!(available > 0)) return 100
  const share = Math.round(((width ?? figure.offsetWidth) / available) * 100)
  return Math.min(Math.max(share, smallestImageSize), 100)
}
