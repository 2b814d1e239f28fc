import { expect, test } from 'vitest'

import { codeLanguage } from '#features/editor/node-views/code-languages'

test('the short names of Markdown mean the languages that are offered', () => {
  expect(['js', 'TS', 'py', 'html', 'yml', 'c++'].map((name) => codeLanguage(name))).toEqual([
    'javascript',
    'typescript',
    'python',
    'xml',
    'yaml',
    'cpp',
  ])
})

test('what is offered and what is unknown stay as they are, names of object properties among them', () => {
  const names = ['javascript', 'brainfuck', 'constructor', 'toString', '']
  expect(names.map((name) => codeLanguage(name))).toEqual(names)
})
