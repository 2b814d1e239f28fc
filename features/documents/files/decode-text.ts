/**
 * The text in a file's bytes: as its byte order mark or its page says, else UTF-8, else what Windows wrote
 * before that.
 * @throws {RangeError} where it is no text at all
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>, kind: 'md' | 'html' | 'txt'): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, 8192).includes(0)) throw new RangeError('this is no text')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(kind === 'html' ? charsetOf(bytes) : 'windows-1252').decode(bytes)
  }
}

function charsetOf(bytes: Uint8Array<ArrayBuffer>): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
  const [, name = 'windows-1252'] = /charset\s*=\s*["']?([\w-]{2,20})/i.exec(head) ?? []
  try {
    return new TextDecoder(name).encoding
  } catch {
    return 'windows-1252'
  }
}
