import en from 'emojibase-data/en/data.json' with { type: 'json' }
import shortcodes from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }
import es from 'emojibase-data/es/data.json' with { type: 'json' }
import { expect, test } from 'vitest'

import { emojiGroupNames } from '#features/editor/emoji/find-emoji'

/** Later ones are empty boxes on many devices. */
const newest = 15.1
/** As `emojibase-data` numbers them; 2 are parts such as skin tones, which are nothing by themselves. */
const groupNumbers = [0, 1, 3, 4, 5, 6, 7, 8, 9]

test('the data is what emojibase says, as short as can be', async () => {
  const spanish = new Map(es.map((emoji) => [emoji.hexcode, emoji]))
  const lineOf = ({ hexcode, emoji, label, tags = [] }: (typeof en)[number]) => {
    const other = spanish.get(hexcode)
    const names = (shortcodes as Record<string, string | string[]>)[hexcode] ?? []
    const short = typeof names === 'string' ? [names] : names
    // A word that a name begins with, or has as a word, is found by that name.
    const known = ` ${label} ${other?.label ?? ''} ${short.join(' ')}`.toLowerCase()
    const words = new Set([...tags, ...(other?.tags ?? [])])
    const further = [...words].filter((word) => word.length > 1 && !known.includes(` ${word.toLowerCase()}`))
    return [emoji, label, other?.label ?? label, short.join(','), further.join(',')].join('|')
  }
  const groups = emojiGroupNames.map((name, index) => {
    const members = en.filter(({ group, version }) => group === groupNumbers[index] && version <= newest)
    return [name, members.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0)).map((emoji) => lineOf(emoji))]
  })
  await expect(`${JSON.stringify(Object.fromEntries(groups), null, 2)}\n`).toMatchFileSnapshot(
    './emoji-data.json',
  )
})
