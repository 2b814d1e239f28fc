import type { FileKind } from '#features/documents/files/read-file'

export type OpenFailure =
  | 'unknownKind'
  | 'fileTooBig'
  | 'notReadable'
  | 'serverBusy'
  | 'diskFull'
  | 'quotaReached'
  | 'unreachable'
  | 'unknown'

export type OpenOutcome =
  | { readonly id: string; readonly left: number; readonly missing: number }
  | { readonly failure: OpenFailure }

/** A page with its pictures in it; more text than fits in here is refused further on. */
const maxFileBytes = 32 << 20

const kinds: Readonly<Record<string, FileKind>> = {
  md: 'md',
  markdown: 'md',
  mdown: 'md',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  txt: 'txt',
  text: 'txt',
}

/** For the browser's own choice of files. */
export const acceptedFiles = `${Object.keys(kinds)
  .map((ending) => `.${ending}`)
  .join(',')},text/markdown,text/html,text/plain`

/** Makes a document of a file of the person's. What reads files is loaded when it is wanted. */
export async function openFile(file: File): Promise<OpenOutcome> {
  const kind = kinds[/\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '']
  if (!kind) return { failure: 'unknownKind' }
  if (file.size > maxFileBytes) return { failure: 'fileTooBig' }
  const reader = await import('#features/documents/files/read-file').catch((error: unknown) => {
    console.warn('What reads files was not reached', error)
    return null
  })
  if (!reader) return { failure: 'unreachable' }
  try {
    const { form, left, missing } = await reader.readFile(file, kind)
    const made = await send(form)
    return 'failure' in made ? made : { id: made.id, left, missing: missing + made.missingImages }
  } catch (error) {
    console.warn(`${file.name} was not read`, error)
    return { failure: 'notReadable' }
  }
}

async function send(
  form: FormData,
): Promise<{ id: string; missingImages: number } | { failure: OpenFailure }> {
  const response = await fetch('/api/documents/import', { method: 'POST', body: form }).catch(
    (error: unknown) => {
      console.warn('The server was not reached', error)
      return null
    },
  )
  if (!response) return { failure: 'unreachable' }
  if (response.ok) return (await response.json()) as { id: string; missingImages: number }
  const byStatus: Readonly<Record<number, OpenFailure>> = {
    409: 'quotaReached',
    413: 'fileTooBig',
    422: 'notReadable',
    429: 'serverBusy',
    503: 'serverBusy',
    507: 'diskFull',
  }
  return { failure: byStatus[response.status] ?? 'unknown' }
}
