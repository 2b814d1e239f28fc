import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { loadConfig } from '#config/load-config'
import { options } from '#config/options'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const settings = new Set<string>(Object.values(options).map(({ name }) => name))

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-ops-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const composeFiles = readdirSync(path.join(root, 'ops/compose')).filter((file) => file.endsWith('.yml'))

describe.each(composeFiles)('ops/compose/%s', (file) => {
  const text = read(`ops/compose/${file}`)

  it('gives Pliego only settings that there are', () => {
    const named = [...text.matchAll(/^ +([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name)
    const ofOthers = /^(POSTGRES|PLIEGO)_/
    expect(named.filter((name) => !settings.has(name) && !ofOthers.test(name))).toEqual([])
  })

  it('runs and reads files that there are', () => {
    const words = text.replaceAll(/^\s*#.*$/gm, '').match(/[\w./@-]+\.(?:mjs|ts)\b|\.\.\/[\w/-]+file/gi) ?? []
    const missing = words.filter(
      (word) =>
        !statSync(path.join(root, word.startsWith('..') ? `ops/compose/${word}` : word), {
          throwIfNoEntry: false,
        }),
    )
    expect(missing).toEqual([])
  })

  const compose = spawnSync('docker', ['compose', 'version']).status === 0
  it.skipIf(!compose)('is what Compose reads (where it is installed)', () => {
    const env = { ...process.env, PLIEGO_ADDRESS: 'pliego.example.org' }
    const args = ['compose', '-f', `ops/compose/${file}`, 'config', '--quiet']
    const { status, stderr } = spawnSync('docker', args, { cwd: root, env, encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
})

const makeSecrets = (folder: string) =>
  spawnSync('sh', [path.join(folder, 'make-secrets.sh')], { encoding: 'utf8' })

describe('secrets of containers', () => {
  it('are made once, each another, in a folder that is closed to others', () => {
    const folder = temporaryFolder()
    cpSync(path.join(root, 'ops/compose/make-secrets.sh'), path.join(folder, 'make-secrets.sh'))
    expect(makeSecrets(folder)).toMatchObject({ status: 0, stderr: '' })
    const secrets = path.join(folder, 'secrets')
    const contents = () =>
      Object.fromEntries(
        readdirSync(secrets).map((name) => [name, readFileSync(path.join(secrets, name), 'utf8')]),
      )
    const first = contents()
    expect(new Set(Object.values(first)).size).toBe(4)
    expect(statSync(secrets).mode & 0o077).toBe(0)
    expect(statSync(path.join(secrets, 'database_url')).mode & 0o004).not.toBe(0)
    const { collab_secret, auth_secret, database_url, postgres_password } = first
    const config = loadConfig({
      COLLAB_SECRET: collab_secret,
      AUTH_SECRET: auth_secret,
      DATABASE_URL: database_url,
    })
    expect(config.databaseUrl).toContain(postgres_password)
    makeSecrets(folder)
    expect(contents()).toEqual(first)
  })

  it('become settings, and what they are given to is run in place of the shell', () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'a folder'))
    writeFileSync(path.join(folder, 'collab_secret'), 'with "quotes", $signs and spaces\n')
    const script = path.join(root, 'ops/docker/with-secrets.sh')
    const { stdout, status } = spawnSync('sh', [script, 'sh', '-c', 'printf %s "$COLLAB_SECRET"; exit 7'], {
      env: { ...process.env, SECRETS_DIR: folder },
      encoding: 'utf8',
    })
    expect([stdout, status]).toEqual(['with "quotes", $signs and spaces', 7])
  })
})

describe('units of systemd', () => {
  const units = readdirSync(path.join(root, 'ops/systemd'))

  it('run what there is', () => {
    const scripts = units.flatMap((unit) => [
      ...read(`ops/systemd/${unit}`).matchAll(/^ExecStart=\S+ (\S+)/gm),
    ])
    expect(scripts.map(([, script = '']) => script)).toEqual(['scripts/backup.mjs', 'scripts/start.mjs'])
  })

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0
  it.skipIf(!analyze)('are what systemd reads (where it is installed)', () => {
    const folder = temporaryFolder()
    for (const unit of units) {
      // Where the program is on this machine, so that it is there.
      writeFileSync(
        path.join(folder, unit),
        read(`ops/systemd/${unit}`).replace('/usr/bin/node', process.execPath),
      )
    }
    const files = units.map((unit) => path.join(folder, unit))
    const { stderr, status } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', '--recursive-errors=no', ...files],
      {
        encoding: 'utf8',
      },
    )
    // Of this machine's own units it may complain.
    expect(stderr.split('\n').filter((line) => /pliego/.test(line))).toEqual([])
    expect(status).toBe(0)
  })
})
