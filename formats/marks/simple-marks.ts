import type { PhrasingContent } from 'mdast'

import type { MarkFormat, Surroundings } from '#formats/node-format'

export const bold: MarkFormat = {
  mark: 'bold',
  toMarkdown: (_mark, children) => [{ type: 'strong', children }],
  fromMarkdown: { strong: () => ({}) },
  htmlTags: ['b', 'strong'],
}

export const italic: MarkFormat = {
  mark: 'italic',
  toMarkdown: (_mark, children) => [{ type: 'emphasis', children }],
  fromMarkdown: { emphasis: () => ({}) },
  htmlTags: ['i', 'em'],
}

export const strike: MarkFormat = {
  mark: 'strike',
  toMarkdown: (_mark, children, around) =>
    canBeTildes(around) ? [{ type: 'delete', children }] : inElement('del', children),
  fromMarkdown: { delete: () => ({}) },
  htmlTags: ['s', 'del', 'strike'],
}

/** Markdown has no sign for it. */
export const underline: MarkFormat = {
  mark: 'underline',
  toMarkdown: (_mark, children) => inElement('u', children),
  htmlTags: ['u', 'ins'],
}

/** Its colour is not kept: files know one pen. */
export const highlight: MarkFormat = {
  mark: 'highlight',
  toMarkdown: (_mark, children) => inElement('mark', children),
  htmlTags: ['mark'],
}

export const subscript: MarkFormat = {
  mark: 'subscript',
  toMarkdown: (_mark, children) => inElement('sub', children),
  htmlTags: ['sub'],
}

export const superscript: MarkFormat = {
  mark: 'superscript',
  toMarkdown: (_mark, children) => inElement('sup', children),
  htmlTags: ['sup'],
}

/** Markdown has no colours. */
export const textColor: MarkFormat = { mark: 'textColor', toMarkdown: (_mark, children) => children }

export const code: MarkFormat = {
  mark: 'code',
  toMarkdown: (_mark, _children, { text }) => [{ type: 'inlineCode', value: text }],
  fromMarkdown: { inlineCode: () => ({}) },
  htmlTags: ['code', 'kbd', 'samp', 'tt'],
}

function inElement(name: string, children: PhrasingContent[]): PhrasingContent[] {
  return [{ type: 'html', value: `<${name}>` }, ...children, { type: 'html', value: `</${name}>` }]
}

/** Tildes end or begin struck text only at a space, or where a letter stands on the inner side. */
function canBeTildes({ before, after, text }: Surroundings): boolean {
  const opens = /^[\p{L}\p{N}]/u.test(text) || /(?:^|\s)$/u.test(before)
  const closes = /[\p{L}\p{N}]$/u.test(text) || /^(?:\s|$)/u.test(after)
  return opens && closes && !before.endsWith('~') && !after.startsWith('~')
}
