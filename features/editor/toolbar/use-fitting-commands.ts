import { type RefObject, useLayoutEffect, useState } from 'react'

import { fittingCommands } from '#features/editor/toolbar/toolbar-groups'

const separatorWidth = 9
const gap = 2

/**
 * How many commands the toolbar has room for, kept true while the window changes. Measured on the parts
 * marked `data-fixed`, which are always there.
 */
export function useFittingCommands(toolbar: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(0)
  useLayoutEffect(() => {
    const element = toolbar.current
    if (!element) return undefined
    const measure = () => {
      const style = getComputedStyle(element)
      const parts = [...element.querySelectorAll<HTMLElement>('[data-fixed]')]
      // The last one is a plain button, as wide as any command.
      const button = parts.at(-1)?.offsetWidth ?? 0
      const fixed = parts.reduce((sum, part) => sum + part.offsetWidth + gap, separatorWidth)
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight)
      setCount(
        fittingCommands({
          available: element.clientWidth - padding,
          button: button + gap,
          separator: separatorWidth + gap,
          fixed,
        }),
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [toolbar])
  return count
}
