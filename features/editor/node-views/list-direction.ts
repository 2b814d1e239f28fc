import type { Node } from '@tiptap/pm/model'

import { isTextDirection } from '#schema/nodes/block-layout'

/**
 * Where the signs of a list stand: on the side that somebody chose for its first line, else where its first letter
 * begins. The browser's own `auto` does not look into lines that have a direction of their own.
 */
export function listDirection(list: Node): 'ltr' | 'rtl' | 'auto' {
  let line: Node | null = list
  while (line && !line.isTextblock) line = line.firstChild
  const dir: unknown = line?.attrs['dir']
  return isTextDirection(dir) ? dir : 'auto'
}
