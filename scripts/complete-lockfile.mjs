// @ts-check
// `npm run complete-lockfile`, after every install that changes package-lock.json: npm leaves out the
// packages of other systems that its registry did not serve, and `npm ci` then refuses the lockfile.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { completeLock } from './lockfile/complete-lock.mjs'
import { root } from './prepare/root.mjs'

const file = path.join(root, 'package-lock.json')
const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(
  added.length > 0 ? `Added ${added.length} packages:\n${added.join('\n')}` : 'Nothing was missing.',
)
