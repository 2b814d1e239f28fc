import path from 'node:path'
import { expect, test } from 'vitest'

import { options } from '#config/options'
import { envExample, settingsTable, withSettingsTable } from './settings-docs.ts'
import { settingsFiles } from './settings-files.ts'

test('.env.example, README and LEEME show the settings as they are: npm run settings-docs', () => {
  const stale = settingsFiles().filter(({ now, wanted }) => now !== wanted)
  expect(stale.map(({ file }) => path.basename(file))).toEqual([])
})

test('every setting is in every table, with its default or what it means unset', () => {
  for (const { name } of Object.values(options)) {
    expect(settingsTable('en')).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
    expect(settingsTable('es')).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
    expect(envExample()).toMatch(new RegExp(`^#${name}=`, 'm'))
  }
  expect(settingsTable('en')).not.toMatch(/\| unset +\|/)
  expect(settingsTable('es')).not.toMatch(/\| sin valor +\|/)
})

test('the text around the table stays, and a text without the markers is refused', () => {
  const text =
    'before\n\n<!-- settings: start (made by npm run settings-docs) -->\nold\n<!-- settings: end -->\n\nafter\n'
  const written = withSettingsTable(text, 'es')
  expect(written).toMatch(
    /^before\n\n<!-- settings: start .*-->\n\n\| Variable [^]*\n\n<!-- settings: end -->\n\nafter\n$/,
  )
  expect(written).not.toContain('old')
  expect(withSettingsTable(written, 'es')).toBe(written)
  expect(() => withSettingsTable('no markers', 'en')).toThrow(/needs the lines/)
})
