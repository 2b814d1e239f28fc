import { readFile } from 'node:fs/promises'
import path from 'node:path'

export type BackedUpFile = {
  /** Below the backup, with `/` between. */
  readonly path: string
  readonly bytes: number
  /** In hexadecimal. */
  readonly sha256: string
}

/** What a backup says of itself, in `backup.json`. */
export type Manifest = {
  readonly format: 1
  /** Everything that was saved by then is in it. ISO 8601. */
  readonly moment: string
  readonly files: readonly BackedUpFile[]
}

export const manifestFile = 'backup.json'

/** @throws {Error} a whole sentence, where there is no manifest that this version can read. */
export async function readManifest(backup: string): Promise<Manifest> {
  const file = path.join(backup, manifestFile)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new Error(`${backup} is no backup: ${file} cannot be read.`, { cause: error })
  }
  const manifest = parse(text)
  if (!manifest) throw new Error(`${file} is damaged, or written by a later version of Pliego.`)
  return manifest
}

function parse(text: string): Manifest | undefined {
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null
    const isOurs =
      value?.format === 1 &&
      typeof value.moment === 'string' &&
      Array.isArray(value.files) &&
      value.files.length > 0 &&
      value.files.every(isFile)
    return isOurs ? (value as Manifest) : undefined
  } catch {
    return undefined
  }
}

function isFile(file: Partial<BackedUpFile> | null): boolean {
  return (
    typeof file?.path === 'string' &&
    isBelow(file.path) &&
    typeof file.bytes === 'number' &&
    /^[0-9a-f]{64}$/.test(file.sha256 ?? '')
  )
}

/** A backup may come from anywhere: none of it is put outside the folder. */
function isBelow(name: string): boolean {
  return name
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part))
}
