import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { root } from '../prepare/root.mjs'
import { envExample, withSettingsTable } from './settings-docs.ts'

/** Every file that is made from the table of settings, with what it holds and what it should hold. */
export function settingsFiles(): { file: string; now: string; wanted: string }[] {
  const example = path.join(root, '.env.example')
  const [readme, leeme] = [read('README.md'), read('LEEME.md')]
  return [
    { file: example, now: existsSync(example) ? readFileSync(example, 'utf8') : '', wanted: envExample() },
    { file: path.join(root, 'README.md'), now: readme, wanted: withSettingsTable(readme, 'en') },
    { file: path.join(root, 'LEEME.md'), now: leeme, wanted: withSettingsTable(leeme, 'es') },
  ]
}

function read(name: string): string {
  return readFileSync(path.join(root, name), 'utf8')
}
