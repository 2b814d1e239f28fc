import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

import type { S3Location } from '#storage/images/s3-requests'

/** What goes wrong with the next question. */
export type S3Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly code: string }
  /** Half of an answer, and the end of the connection. */
  | { readonly kind: 'cut' }
  /** No answer at all. */
  | { readonly kind: 'silence' }
  /** What is kept is not what was brought. */
  | { readonly kind: 'spoiled' }

export type S3Server = {
  readonly location: S3Location
  readonly objects: Map<string, { bytes: Buffer; checksum: string | undefined; keptAt: number }>
  /** Methods and paths that were asked, those that failed too. */
  readonly asked: string[]
  /** Happen to the next questions, one each. */
  readonly faults: S3Fault[]
}

const bucket = 'pictures'
const keysOfPage = 2
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/**
 * A server that keeps objects in memory and speaks as much of S3 as images need. It computes each signature by itself, by
 * the description of AWS's version 4, and refuses what is not signed or not what was signed.
 */
export async function startS3Server(): Promise<S3Server> {
  const server: Omit<S3Server, 'location'> = { objects: new Map(), asked: [], faults: [] }
  const keys = { accessKeyId: 'a-key', secretAccessKey: 'a secret/of+the tests' }
  const http = createServer((request, response) => {
    void answer(request, response, server, keys).catch((error: Error) => response.destroy(error))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(async () => {
    http.closeAllConnections()
    http.close()
    await once(http, 'close')
  })
  const { port } = http.address() as AddressInfo
  return { ...server, location: { url: `http://127.0.0.1:${port}/${bucket}`, region: 'eu-test-1', ...keys } }
}

type Keys = Pick<S3Location, 'accessKeyId' | 'secretAccessKey'>

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { objects, asked, faults }: Omit<S3Server, 'location'>,
  keys: Keys,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const url = new URL(request.url ?? '/', 'http://localhost')
  asked.push(`${request.method} ${url.pathname}`)
  const fault = faults.shift()
  if (fault?.kind === 'silence') return
  if (fault?.kind === 'answer') return refuse(response, fault.status, fault.code)
  const wrong = faultOfSignature(request, url, body, keys)
  if (wrong !== undefined) return refuse(response, 403, wrong)
  const [, named, ...rest] = url.pathname.split('/')
  if (named !== bucket) return refuse(response, 404, 'NoSuchBucket')
  const key = decodeURIComponent(rest.join('/'))
  if (key === '') return list(response, url, objects)
  if (request.method === 'PUT') {
    if (request.headers['content-length'] === undefined) return refuse(response, 411, 'MissingContentLength')
    const checksum = request.headers['x-amz-meta-sha256']
    const bytes = fault?.kind === 'spoiled' ? Buffer.alloc(body.byteLength) : body
    objects.set(key, { bytes, checksum: checksum as string | undefined, keptAt: Date.now() })
    return void response.end()
  }
  const object = objects.get(key)
  if (request.method === 'DELETE') {
    objects.delete(key)
    return void response.writeHead(204).end()
  }
  if (!object) return refuse(response, 404, 'NoSuchKey')
  const { bytes, checksum } = object
  response.writeHead(200, {
    'content-length': bytes.byteLength,
    ...(checksum !== undefined && { 'x-amz-meta-sha256': checksum }),
  })
  if (fault?.kind !== 'cut') return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.byteLength >> 1), () => response.destroy())
}

function list(response: ServerResponse, url: URL, objects: S3Server['objects']): void {
  const prefix = url.searchParams.get('prefix') ?? ''
  const after = url.searchParams.get('continuation-token') ?? ''
  const all = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted()
  const page = all.slice(0, keysOfPage)
  const contents = page.map((key) => {
    const { bytes, keptAt } = objects.get(key) ?? { bytes: Buffer.alloc(0), keptAt: 0 }
    const at = new Date(keptAt).toISOString()
    return `<Contents><Key>${key}</Key><LastModified>${at}</LastModified><Size>${bytes.byteLength}</Size></Contents>`
  })
  const isTruncated = all.length > page.length
  const next = isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
  response.end(
    `<?xml version="1.0"?>\n<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('\n')}</ListBucketResult>`,
  )
}

/** As AWS describes it: the code of what is wrong, or undefined. */
function faultOfSignature(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  { accessKeyId, secretAccessKey }: Keys,
): string | undefined {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/
  const [, id, day = '', region = '', signedHeaders = '', signature = ''] =
    form.exec(request.headers.authorization ?? '') ?? []
  if (id === undefined) return 'AccessDenied'
  if (id !== accessKeyId) return 'InvalidAccessKeyId'
  if (region !== 'eu-test-1') return 'AuthorizationHeaderMalformed'
  const date = String(request.headers['x-amz-date'])
  const content = String(request.headers['x-amz-content-sha256'])
  if (content !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256'])
    if (!signedHeaders.split(';').includes(name)) return 'AccessDenied'
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, url.pathname, query, headers.join(''), signedHeaders, content].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secretAccessKey}`, day), region))
  const expected = hmac(key, toSign)
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? undefined : 'SignatureDoesNotMatch'
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(
    `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${code} &amp; more</Message></Error>`,
  )
}
