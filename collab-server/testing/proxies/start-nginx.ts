import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

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
 * nginx with `ops/nginx/pliego.conf`, but for the ports, the certificate and the place of its files. What nginx does
 * after a minute by itself it does here after a second. `without`: lines of the file that are left out.
 */
export async function startNginx(
  program: string,
  { app, collab }: Upstreams,
  without: readonly string[] = [],
): Promise<ProxyUnderTest> {
  const folder = temporaryFolder()
  const [port, plainPort] = [await freePort(), await freePort()]
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')]
  makeCertificate(key, certificate)
  const example = exampleFile('nginx/pliego.conf', [
    ['  listen [::]:80;\n', ''],
    ['  listen [::]:443 ssl http2;\n', ''],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['/etc/letsencrypt/live/pliego.example.org/fullchain.pem', certificate],
    ['/etc/letsencrypt/live/pliego.example.org/privkey.pem', key],
    ['/var/log/nginx/', `${folder}/`],
    ['server 127.0.0.1:3000;', `server 127.0.0.1:${app};`],
    ['server 127.0.0.1:1234;', collab.map((one) => `server 127.0.0.1:${one};`).join('\n  ')],
    ['client_max_body_size 50m;', `client_max_body_size ${bytesOfTest};`],
    ...without.map((line) => [line, ''] as const),
  ])
  const bodies = path.join(folder, 'bodies')
  mkdirSync(bodies)
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(file, wholeFile(folder, bodies, example))
  const { said, exited } = startProxyProcess(program, ['-e', 'stderr', '-p', folder, '-c', file])
  let hasEnded = false
  void exited.then(() => (hasEnded = true))
  const pidFile = path.join(folder, 'pid')
  // It writes its number once it listens.
  await eventually(() => {
    if (!hasEnded && !existsSync(pidFile)) throw new Error(`nginx does not listen:\n${said()}`)
  })
  if (hasEnded) throw new Error(`nginx ended:\n${said()}`)
  const written = (name: string): string => {
    const log = path.join(folder, name)
    return existsSync(log) ? readFileSync(log, 'utf8') : ''
  }
  return {
    port,
    ca: () => readFileSync(certificate, 'utf8'),
    log: () => said() + written('pliego.log') + written('pliego-error.log'),
  }
}

/** What the file of the distribution stands around the example. */
function wholeFile(folder: string, bodies: string, example: string): string {
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${bodies};`,
  )
  return `
    daemon off;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    pid ${folder}/pid;
    error_log stderr error;
    worker_processes 1;
    events { worker_connections 256; }
    http {
      ${kept.join('\n')}
      access_log off;
      proxy_read_timeout 1s;
      proxy_send_timeout 1s;
      ${example}
    }`
}

function makeCertificate(key: string, certificate: string): void {
  const kind = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' ')
  const files = ['-keyout', key, '-out', certificate]
  const names = ['-subj', `/CN=${publicName}`, '-addext', `subjectAltName=DNS:${publicName}`]
  const { status, stderr } = spawnSync('openssl', [...kind, ...files, ...names], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`no certificate could be made:\n${stderr}`)
}
