import { maxFolderNameLength } from '#features/documents/folders/folder'

const idPattern = /^[\w-]{1,40}$/

/** An id of a folder, null for none; undefined for what is neither. */
export function readFolderId(value: unknown): string | null | undefined {
  return value === null || (typeof value === 'string' && idPattern.test(value)) ? value : undefined
}

/** A name as it is kept; undefined where there is none. */
export function readFolderName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const tidy = value
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxFolderNameLength)
  return tidy === '' ? undefined : tidy
}
