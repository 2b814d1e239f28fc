/** The kinds of file a document can be saved as, by the name in addresses and at the end of file names. */
export const fileFormats = {
  md: { mediaType: 'text/markdown; charset=utf-8' },
  html: { mediaType: 'text/html; charset=utf-8' },
  txt: { mediaType: 'text/plain; charset=utf-8' },
} as const

export type FileFormat = keyof typeof fileFormats

export function isFileFormat(value: unknown): value is FileFormat {
  return typeof value === 'string' && Object.hasOwn(fileFormats, value)
}

const maxNameLength = 100

/** A title as the name of a file that every system takes. */
export function fileNameOf(title: string, format: FileFormat): string {
  const name = title
    // oxlint-disable-next-line no-control-regex -- file systems refuse them
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069/\\:*?"<>|]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, maxNameLength)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[. ]+$/, '')
  // Windows keeps these to itself, whatever comes behind.
  const isReserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)
  return `${isReserved ? '_' : ''}${name === '' ? '_' : name}.${format}`
}
