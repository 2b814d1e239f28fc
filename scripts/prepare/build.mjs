// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Failure } from './failure.mjs'
import { withProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'

/** What a build is made of; the collab server and the tests are not part of it. */
const sources = [
  'access',
  'app',
  'config',
  'features',
  'formats',
  'i18n',
  'protocol',
  'public',
  'schema',
  'storage',
  'ui',
  'next.config.js',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]

/** @param {string} root */
const stampFile = (root) => path.join(root, '.next', 'pliego-sources-hash')

/**
 * Makes the production build unless there is one of exactly these sources.
 * @param {string} root
 * @param {string} runtime
 * @returns {Promise<boolean>} whether it built
 * @throws {Failure} with the output of a failed build
 */
export async function buildIfStale(root, runtime) {
  const hash = hashSources(root)
  const stamp = stampFile(root)
  const built = existsSync(path.join(root, '.next', 'BUILD_ID')) && existsSync(stamp)
  if (built && readFileSync(stamp, 'utf8') === hash) return false
  rmSync(stamp, { force: true })
  forgetStaleTypes(root)
  await withProgress('Building the pages', async (show) => {
    const { code, output } = await runCommand(
      runtime,
      [path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
      {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        onLine: (line) => {
          // Next's own headings ("Running TypeScript ...") say best where it is.
          if (/\.\.\.\s*$/.test(line)) show(line.replace(/^\W+/, '').replace(/\s*\.\.\.\s*$/, ''))
        },
      },
    )
    if (code !== 0) throw new Failure(`The build failed:\n${output}`)
  })
  writeFileSync(stamp, hash)
  return true
}

/**
 * Deletes what `next` and `tsc` would otherwise believe of an earlier tsconfig or an earlier set of pages.
 * @param {string} root
 */
export function forgetStaleTypes(root) {
  rmSync(path.join(root, '.next', 'cache', '.tsbuildinfo'), { force: true })
  rmSync(path.join(root, '.next', 'dev', 'types'), { recursive: true, force: true })
}

/** @param {string} root */
export function hashSources(root) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => filesOf(path.join(root, source)))) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} source a file, a folder or nothing
 * @returns {string[]} in a fixed order, tests left out
 */
function filesOf(source) {
  const stats = statSync(source, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats ? [source] : []
  return readdirSync(source)
    .filter((name) => !/\.(test|contract)\.tsx?$/.test(name))
    .toSorted()
    .flatMap((name) => filesOf(path.join(source, name)))
}
