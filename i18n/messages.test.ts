import { describe, expect, it } from 'vitest'

import { locales } from '#i18n/locales'
import { loadMessages } from '#i18n/messages'

type Tree = { [key: string]: Tree | string }

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  )
}

/** Names of arguments and of tags: `{count, plural, …}` and `<b>`, without what stands in the branches. */
function argumentsOf(message: string): string[] {
  const found = message.matchAll(/(?<!(?:=\d+|one|other) *)\{\s*(\w+)\s*(?:,\s*(\w+)|\})/g)
  const names = Array.from(found, ([, name, kind]) => `${name}:${kind ?? ''}`)
  const tags = [...message.matchAll(/<(\w+)>/g)].map((m) => `<${m[1]}>`)
  return [...new Set([...names, ...tags])].toSorted()
}

const sentences = new Map(
  await Promise.all(
    locales.map(async (locale) => [locale, new Map(flatten((await loadMessages(locale)) as Tree))] as const),
  ),
)
const english = sentences.get('en') ?? new Map<string, string>()

it('there are sentences', () => {
  expect(english.size).toBeGreaterThan(20)
})

describe.each(locales)('the sentences of %s', (locale) => {
  const own = sentences.get(locale) ?? new Map<string, string>()

  it('are the same as in English, none missing and none left over', () => {
    expect([...own.keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it('are none of them empty', () => {
    expect([...own].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('take the same arguments as in English', () => {
    for (const [key, text] of own)
      expect([key, argumentsOf(text)]).toEqual([key, argumentsOf(english.get(key) ?? '')])
  })

  it('shout at nobody', () => {
    expect([...own].filter(([, text]) => /[!¡]/.test(text))).toEqual([])
  })
})
