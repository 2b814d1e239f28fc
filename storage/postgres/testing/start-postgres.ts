import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** A server for tests alone, with data that goes with it. */
export type TestPostgres = {
  readonly url: string
  /** Ends it as a crash does: nobody is waited for, and nothing is written at the end. */
  crash(): Promise<void>
  /** Starts it anew where it was. */
  start(): Promise<void>
  stop(): Promise<void>
}

const user = 'pliego'
const password = 'a password of the tests'

/** Where distributions put the programs of the server, which are in nobody's PATH. */
const debianFolder = '/usr/lib/postgresql'

const isRoot = (): boolean => process.getuid?.() === 0

/** The folder of `initdb` and `postgres`, the newest first; undefined where there is none. */
export function findPostgres(): string | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : []
  const folders = versions
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => path.join(debianFolder, version, 'bin'))
  const inPath = (process.env.PATH ?? '').split(path.delimiter)
  return [...folders, ...inPath].find((folder) => existsSync(path.join(folder, 'initdb')))
}

/** Whether PostgreSQL may be installed from the distribution's packages. */
export function mayInstallPostgres(): boolean {
  if (process.env.POSTGRES_INSTALL === 'never' || !isRoot()) return false
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** @throws {Error} with what the package manager said */
export function installPostgres(): void {
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', 'postgresql-common')
  // Else the package makes a server of the machine's own, which nobody asked for.
  const settings = '/etc/postgresql-common/createcluster.d/no-main-cluster.conf'
  if (!existsSync(settings)) writeFileSync(settings, 'create_main_cluster = false\n')
  aptGet('install', '-y', '--no-install-recommends', 'postgresql')
}

/**
 * Starts a server on a free port of this machine, with an empty database. It does not wait for the disk.
 * @throws {Error} with what it said
 */
export async function startPostgres(programs: string): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-postgres-'))
  const clean = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const passwordFile = path.join(folder, 'password')
    writeFileSync(passwordFile, password)
    const data = path.join(folder, 'data')
    // It refuses to run as root.
    if (isRoot()) for (const file of [folder, passwordFile]) chownSync(file, ...idsOf('postgres'))
    const made = spawnSync(
      ...asPostgres(path.join(programs, 'initdb'), [
        `--pgdata=${data}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        // The newer way takes thousands of hashes for each connection, and tests make hundreds of these.
        '--auth=md5',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ]),
      { encoding: 'utf8', cwd: folder },
    )
    if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`)
    const port = await freePort()
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      fsync: 'off',
      full_page_writes: 'off',
      shared_buffers: '32MB',
      max_connections: '80',
      lc_messages: 'C',
    }
    const start = async (): Promise<ChildProcess> => {
      const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      const started = spawn(...asPostgres(path.join(programs, 'postgres'), ['-D', data, ...options]), {
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: folder,
      })
      await isReady(started)
      return started
    }
    let server = await start()
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      if (server.exitCode !== null || server.signalCode !== null) return
      const ended = once(server, 'exit')
      server.kill(signal)
      await ended
    }
    return {
      url: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
      crash: () => end('SIGQUIT'),
      start: async () => {
        server = await start()
      },
      stop: async () => {
        // At once, without waiting for whoever is connected.
        await end('SIGINT')
        clean()
      },
    }
  } catch (error) {
    clean()
    throw error
  }
}

async function isReady(server: ChildProcess): Promise<void> {
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`postgres ended:\n${lines.join('\n')}`)))
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      if (lines.length < 100) lines.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
  })
}

function asPostgres(program: string, args: readonly string[]): [string, string[]] {
  if (!isRoot()) return [program, [...args]]
  const identity = ['--reuid=postgres', '--regid=postgres', '--init-groups']
  // It ends with this process, however that ends.
  return ['setpriv', [...identity, '--pdeathsig=INT', program, ...args]]
}

function idsOf(name: string): [number, number] {
  const [uid = 0, gid = 0] = ['-u', '-g'].map((which) =>
    Number(spawnSync('id', [which, name], { encoding: 'utf8' }).stdout),
  )
  return [uid, gid]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function aptGet(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stdout, stderr } = spawnSync('apt-get', args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${stdout}${stderr}`)
}
