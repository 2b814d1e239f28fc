import { encodeAny, toBase64 } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'

const hashBytes = 6

/**
 * The name under which the shared text keeps a mark that may overlap others of its kind: its own and a hash of its
 * attributes, exactly as the editor's binding (y-tiptap) makes it, which would write it anew under any other.
 */
export function overlappingName(name: string, attributes: Readonly<Record<string, unknown>>): string {
  const bytes = digest(encodeAny({ type: name, attrs: attributes }))
  for (let index = hashBytes; index < bytes.length; index++) {
    bytes[index % hashBytes] = (bytes[index % hashBytes] ?? 0) ^ (bytes[index] ?? 0)
  }
  return `${name}--${toBase64(bytes.slice(0, hashBytes))}`
}
