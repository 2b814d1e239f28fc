import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connect } from 'node:tls'

import { eventually } from '#collab-server/testing/eventually'
import { freePort } from '#collab-server/testing/free-port'
import { exampleFile } from '#collab-server/testing/proxies/example-file'
import {
  bytesOfTest,
  publicName,
  startProxyProcess,
  type ProxyUnderTest,
  type Upstreams,
} from '#collab-server/testing/proxies/proxy-process'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'

/**
 * Caddy with `ops/caddy/Caddyfile`, whose certificates it signs itself here. A connection on which nothing is asked for
 * it ends after a second.
 */
export async function startCaddy(program: string, { app, collab }: Upstreams): Promise<ProxyUnderTest> {
  const folder = temporaryFolder()
  const [port, plainPort] = [await freePort(), await freePort()]
  const file = path.join(folder, 'Caddyfile')
  const ofTest = [
    'admin off',
    'local_certs',
    'skip_install_trust',
    'default_bind 127.0.0.1',
    `http_port ${plainPort}`,
    `https_port ${port}`,
    'servers {\n\t\ttimeouts {\n\t\t\tidle 1s\n\t\t}\n\t}',
  ]
  // The block of what goes for all sites comes first.
  const globals = ofTest.map((line) => `\t${line}\n`).join('')
  const example = exampleFile('caddy/Caddyfile', [
    ['{\n\t# Addresses', `{\n${globals}\t# Addresses`],
    ['lb_try_duration 5s', 'lb_try_duration 500ms'],
    ['max_size 50MiB', `max_size ${bytesOfTest}`],
  ])
  writeFileSync(file, example)
  const { said, exited } = startProxyProcess(program, ['run', '--config', file, '--adapter', 'caddyfile'], {
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    PLIEGO_APP: `127.0.0.1:${app}`,
    PLIEGO_COLLAB: collab.map((one) => `127.0.0.1:${one}`).join(' '),
  })
  const authority = path.join(folder, 'caddy/pki/authorities/local/root.crt')
  let hasEnded = false
  void exited.then(() => (hasEnded = true))
  // It listens before it has its certificate, and refuses to shake hands until then.
  await eventually(async () => {
    if (hasEnded) return
    await shakeHands(port, readFileSync(authority, 'utf8'))
  })
  if (hasEnded) throw new Error(`Caddy ended:\n${said()}`)
  return { port, ca: () => readFileSync(authority, 'utf8'), log: said }
}

async function shakeHands(port: number, ca: string): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, ca, servername: publicName })
  try {
    await once(socket, 'secureConnect')
  } finally {
    socket.destroy()
  }
}
