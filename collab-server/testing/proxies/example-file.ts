import { readFileSync } from 'node:fs'
import path from 'node:path'

const ops = path.resolve(import.meta.dirname, '../../../ops')

/**
 * A file of `ops/` with what belongs to its place changed.
 * @throws {Error} where something that is to be changed is not in it, so that no test tries another file than people get
 */
export function exampleFile(name: string, changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readFileSync(path.join(ops, name), 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  return text
}
