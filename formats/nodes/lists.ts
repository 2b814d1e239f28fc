import type { Node } from '@tiptap/pm/model'
import type { BlockContent, List, ListItem } from 'mdast'

import type { MarkdownReading } from '#formats/markdown/read-markdown'
import type { MarkdownWriting } from '#formats/markdown/write-markdown'
import type { NodeFormat } from '#formats/node-format'
import type { TextWriting } from '#formats/text/write-text'

export const bulletList: NodeFormat = {
  node: 'bulletList',
  toMarkdown: (node, write) => [
    { type: 'list', ordered: false, spread: false, children: items(node, write) },
  ],
  fromMarkdown: { list: (list, read) => readList(list, read) },
  toText: (node, write) => lines(node, write, () => '- '),
}

export const orderedList: NodeFormat = {
  node: 'orderedList',
  toMarkdown: (node, write) => [
    {
      type: 'list',
      ordered: true,
      start: node.attrs['start'] as number,
      spread: false,
      children: items(node, write),
    },
  ],
  toText: (node, write) =>
    lines(node, write, (_item, index) => `${(node.attrs['start'] as number) + index}. `),
}

export const taskList: NodeFormat = {
  node: 'taskList',
  toMarkdown: (node, write) => [
    { type: 'list', ordered: false, spread: false, children: items(node, write) },
  ],
  toText: (node, write) => lines(node, write, (item) => (item.attrs['checked'] === true ? '[x] ' : '[ ] ')),
}

function items(list: Node, write: MarkdownWriting): ListItem[] {
  return list.children.map((item) => {
    const blocks = write.blocks(item)
    if (item.type.name !== 'taskItem') return { type: 'listItem', spread: !isTight(blocks), children: blocks }
    const checked = item.attrs['checked'] === true
    // The box is part of a line of text.
    if (item.firstChild?.textContent.trim() !== '' && blocks[0]?.type === 'paragraph') {
      return { type: 'listItem', spread: !isTight(blocks), checked, children: blocks }
    }
    const box = { type: 'html', value: checked ? '[x]' : '[ ]' } as const
    const children: BlockContent[] = [{ type: 'paragraph', children: [box] }, ...blocks]
    return { type: 'listItem', spread: !isTight(children), children }
  })
}

/** Whether the parts of an item need no empty line between them: little else may follow a line of text. */
function isTight([line, list, ...others]: readonly BlockContent[]): boolean {
  if (!list) return true
  if (line?.type !== 'paragraph' || list.type !== 'list' || others.length > 0) return false
  return list.children[0]?.children[0]?.type === 'paragraph' && (list.ordered !== true || list.start === 1)
}

/** One Markdown list may mix tasks and other items; here these are lists of their own. */
function readList(list: List, read: MarkdownReading): Node[] {
  const runs: { isTask: boolean; from: number; items: ListItem[] }[] = []
  for (const [index, item] of list.children.entries()) {
    const isTask = taskState(item, read) !== null
    const last = runs.at(-1)
    if (last?.isTask === isTask) last.items.push(item)
    else runs.push({ isTask, from: index, items: [item] })
  }
  return runs.map(({ isTask, from, items }) => {
    if (isTask)
      return read.create(
        'taskList',
        null,
        items.map((item) => taskItem(item, read)),
      )
    const children = items.map((item) =>
      read.create('listItem', null, read.blocksWithLineFirst(item.children)),
    )
    if (list.ordered !== true) return read.create('bulletList', null, children)
    return read.create('orderedList', { start: (list.start ?? 1) + from }, children)
  })
}

function taskItem(item: ListItem, read: MarkdownReading): Node {
  const children = isBareTask(item, read) ? item.children.slice(1) : item.children
  return read.create('taskItem', { checked: taskState(item, read) }, read.blocksWithLineFirst(children))
}

function taskState(item: ListItem, read: MarkdownReading): boolean | null {
  if (typeof item.checked === 'boolean') return item.checked
  const text = bareText(item, read)
  return text === '[ ]' ? false : text === '[x]' || text === '[X]' ? true : null
}

/** GFM wants text behind the box: a task that says nothing yet comes as its box alone. */
function isBareTask(item: ListItem, read: MarkdownReading): boolean {
  return typeof item.checked !== 'boolean' && taskState(item, read) !== null
}

function bareText({ children: [first] }: ListItem, read: MarkdownReading): string | null {
  if (first?.type !== 'paragraph' || first.children.length !== 1) return null
  const [text] = first.children
  return text?.type === 'text' && read.isUnescaped(text) ? text.value : null
}

function lines(list: Node, write: TextWriting, marker: (item: Node, index: number) => string): string {
  return list.children
    .map((item, index) => {
      const sign = marker(item, index)
      const text = write.blocks(item, '\n').replaceAll(/\n(?=.)/g, `\n${' '.repeat(sign.length)}`)
      return sign + text
    })
    .join('\n')
}
