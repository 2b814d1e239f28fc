// @vitest-environment jsdom
import { expect, it } from 'vitest'

import { CaretElement } from '#features/editor/carets/caret-element'

it('says an initial where there is no more room, and the whole name to whoever points at it', () => {
  const layer = document.createElement('div')
  const caret = new CaretElement(layer)
  const flag = () => layer.querySelector<HTMLElement>('.caret-flag')
  caret.placeFlag({ left: 30, maxWidth: 14, isShort: true })
  const ana = { clientId: 1, name: 'ana Ruiz', color: '#2f6fb0', anchor: 1, head: 1, place: '1' }
  caret.draw(ana, null, [])
  expect(flag()?.textContent).toBe('A')
  expect(flag()?.style.left).toBe('30px')

  caret.hover(true)
  expect(flag()?.textContent).toBe('ana Ruiz')
  expect(flag()?.style.left, 'above the line').toBe('')

  caret.hover(false)
  caret.placeFlag({ left: 8, maxWidth: 300, isShort: false })
  expect(flag()?.textContent).toBe('ana Ruiz')
  expect(flag()?.style.left).toBe('8px')
  caret.remove()
})
