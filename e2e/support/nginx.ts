import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const program = '/usr/sbin/nginx'

/** Why a test that wants nginx is left out; false where it is here. */
export const withoutNginx: string | false = existsSync(program)
  ? false
  : 'nginx is not here: apt-get install nginx-light'

/** An nginx of the test's own with these lines in its `server`. @returns what stops it */
export async function startNginx(port: number, lines: readonly string[]): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-nginx-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const configuration = `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 512; }
    http {
      access_log off; ${temporary.join(' ')}
      server { listen 127.0.0.1:${port}; ${lines.join('\n')} }
    }`
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(file, configuration)
  const child = spawn(program, ['-c', file, '-p', folder, '-e', `${folder}/error.log`], { stdio: 'inherit' })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  let isOver = false
  void ended.then(() => (isOver = true))
  while (!(await listens(port))) {
    if (isOver) throw new Error('nginx did not start')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
