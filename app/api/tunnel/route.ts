import type { NextRequest } from 'next/server'

import { appServices } from '#features/documents/server/app-services'
import { readAtMost } from '#features/documents/server/read-at-most'
import { clientAddress, isSameOrigin } from '#features/documents/server/same-origin'
import { maxTunnelBodyBytes, tunnelHeader } from '#protocol/tunnel'

import { refuse } from '../refusals.ts'

/** By which the collab server judges a handshake. */
const passedOn = ['origin', 'host', 'x-forwarded-host', 'x-forwarded-proto'] as const

/** Opens a tunnel for the path and query in the body, 201 `{ id }`; or takes bytes for the one that is named. */
export async function POST(request: NextRequest): Promise<Response> {
  const { config, tunnels } = appServices()
  if (!isSameOrigin(request.headers, config)) return refuse('foreignOrigin')
  const id = tunnelOf(request)
  if (id === undefined) return refuse('badRequest')
  const body = await readAtMost(request.body, maxTunnelBodyBytes)
  if (body === null) return refuse('fileTooBig')
  const bytes = new Uint8Array(body)
  if (id !== null) return passOn(tunnels.send(id, request.nextUrl.search, bytes))
  const url = new TextDecoder().decode(bytes)
  const headers = passedOn.flatMap((name) => {
    const value = request.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const address = clientAddress(request.headers, config)
  return passOn(tunnels.open({ url, headers: Object.fromEntries(headers), address }))
}

/** What the collab server has for a tunnel, as it comes. */
export async function GET(request: NextRequest): Promise<Response> {
  const { tunnels } = appServices()
  const id = tunnelOf(request)
  if (!id) return refuse('badRequest')
  return passOn(tunnels.receive(id, request.nextUrl.search, request.signal))
}

export async function DELETE(request: NextRequest): Promise<Response> {
  const { config, tunnels } = appServices()
  if (!isSameOrigin(request.headers, config)) return refuse('foreignOrigin')
  const id = tunnelOf(request)
  if (!id) return refuse('badRequest')
  return passOn(tunnels.end(id))
}

/** Null where none is named, undefined where it is no name. */
function tunnelOf(request: NextRequest): string | null | undefined {
  const id = request.headers.get(tunnelHeader)
  return id === null || /^[\w-]{32,64}$/.test(id) ? id : undefined
}

async function passOn(asked: Promise<Response>): Promise<Response> {
  const answer = await asked.catch(() => null)
  if (!answer) return refuse('collabUnavailable')
  const headers = new Headers()
  for (const name of ['content-type', 'cache-control', 'x-accel-buffering']) {
    const value = answer.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Response(answer.body, { status: answer.status, headers })
}
