import { AwsV4Signer } from 'aws4fetch'
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

import { StorageError } from '#storage/storage-error'

export type S3Location = {
  /** Of the bucket itself: `https://host/bucket` or `https://bucket.host`. */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export type S3Patience = {
  /** How long one try may take, from the connection to the last byte. */
  readonly timeoutMs: number
  readonly tries: number
  /** Before the second try; twice that before the third, and so on. */
  readonly waitMs: number
}

export type S3Question = {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Below the bucket, in the form of an address. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export type S3Answer = {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
}

const patience: S3Patience = { timeoutMs: 15_000, tries: 3, waitMs: 200 }

/** What an operator can do something about, by the code of the answer. */
const sentences: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'the access key is not known there',
  SignatureDoesNotMatch: 'the secret key is not the right one',
  AccessDenied: 'the access key may not do this in the bucket',
  NoSuchBucket: 'there is no such bucket',
  RequestTimeTooSkewed: 'the clock of this machine is wrong',
  PermanentRedirect: 'the bucket is at another address',
  AuthorizationHeaderMalformed: 'S3_REGION is not that of the bucket',
}

const fullCodes: ReadonlySet<string> = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'])

/** Signed questions to a bucket. Each may be asked again: it does the same however often. */
export class S3Requests {
  readonly #location: S3Location
  /** What is derived of the secret for a day. */
  readonly #derived = new Map<string, ArrayBuffer>()
  readonly #patience: S3Patience

  constructor(location: S3Location, given: Partial<S3Patience> = {}) {
    this.#location = location
    this.#patience = { ...patience, ...given }
  }

  /**
   * An answer that says that it was done, or that there is no such thing (404).
   * @throws {StorageError} `full`, `unavailable`; neither has a key in its message
   */
  async ask(question: S3Question): Promise<S3Answer> {
    const { tries, waitMs } = this.#patience
    for (let attempt = 1; ; attempt++) {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      const answer = await this.#try(question)
      const refusal = refusalOf(answer)
      if (refusal === undefined) return answer as S3Answer
      if (attempt === tries || !mayPass(answer)) throw refusal
      // oxlint-disable-next-line no-await-in-loop
      await wait(waitMs * 2 ** (attempt - 1))
    }
  }

  /** The error where there is no answer, or none to its end. */
  async #try({ method, path, query = {}, headers = {}, body }: S3Question): Promise<S3Answer | Error> {
    const { url: bucket, ...keys } = this.#location
    const url = new URL(bucket + path)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const digest = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    try {
      const signed = await new AwsV4Signer({
        ...keys,
        url: url.href,
        method,
        service: 's3',
        headers: { ...headers, 'x-amz-content-sha256': digest },
        cache: this.#derived,
      }).sign()
      const response = await fetch(signed.url, {
        method,
        headers: signed.headers,
        // Bytes and not a stream, of which nobody could say how long it is, as S3 wants to know.
        ...(body && { body: Uint8Array.from(body) }),
        signal: AbortSignal.timeout(this.#patience.timeoutMs),
        redirect: 'manual',
        cache: 'no-store',
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return { status: response.status, headers: response.headers, bytes }
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}

function mayPass(answer: S3Answer | Error): boolean {
  return answer instanceof Error || answer.status === 429 || answer.status >= 500
}

function refusalOf(answer: S3Answer | Error): StorageError | undefined {
  if (answer instanceof Error)
    return new StorageError('unavailable', `the object storage does not answer: ${reasonOf(answer)}`, answer)
  const { status, bytes } = answer
  if (status >= 200 && status < 300) return undefined
  const code = textOf(new TextDecoder().decode(bytes), 'Code') ?? ''
  if (status === 404 && code !== 'NoSuchBucket') return undefined
  if (status === 507 || fullCodes.has(code))
    return new StorageError('full', `the object storage has no room: ${code || status}`)
  const sentence = sentences[code]
  const said = sentence === undefined ? `it answers ${status} ${code}`.trim() : `${sentence} (${code})`
  return new StorageError('unavailable', `the object storage of S3_URL: ${said}`)
}

/** What fetch says is why, and not that it failed. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}

/** Of the first element of this name, which has no others in it. */
export function textOf(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found?.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_all, entity: string) => entities[entity] ?? '')
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
