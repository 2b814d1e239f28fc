import { readDocumentLife, type DocumentLife } from '#protocol/document-life'

export type NamedVersion = {
  /** The newest entry in it. */
  readonly version: number
  readonly name: string
  readonly by: string
  readonly at: number
}

/** What the app knows beside a life. */
export type AboutHistory = {
  /** As they want to be known, those who told. */
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly named: readonly NamedVersion[]
  /** Bytes on the server: of the text as it is now, of what is kept of its past, of its images. */
  readonly takes: { readonly text: number; readonly history: number; readonly images: number }
}

export type History = AboutHistory & { readonly life: DocumentLife }

const headBytes = 4

/** In letters. */
export const maxVersionName = 80

/** As it goes to the browser: the length of what the app knows, that as JSON, the life. */
export function encodeHistory(about: AboutHistory, life: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(about))
  const bytes = new Uint8Array(headBytes + json.byteLength + life.byteLength)
  new DataView(bytes.buffer).setUint32(0, json.byteLength)
  bytes.set(json, headBytes)
  bytes.set(life, headBytes + json.byteLength)
  return bytes
}

/** @throws {RangeError} or {SyntaxError} where the bytes are no history */
export function readHistory(bytes: Uint8Array): History {
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const json = bytes.subarray(headBytes, headBytes + jsonBytes)
  const { people, named, takes } = JSON.parse(new TextDecoder().decode(json)) as AboutHistory
  return { people, named, takes, life: readDocumentLife(bytes.subarray(headBytes + jsonBytes)) }
}
