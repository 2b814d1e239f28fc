// @ts-check
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Failure } from './failure.mjs'
import { isInstalled, markInstalled, readLock } from './installed.mjs'
import { withProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'

/**
 * Installs the locked dependencies where they are missing or not those of the lockfile.
 * @param {string} root
 */
export async function installDependencies(root) {
  if (isInstalled(root)) return
  const folders = [...readLock(path.join(root, 'package-lock.json'))]
    .filter(([, locked]) => !locked.optional)
    .map(([folder]) => path.join(root, folder, 'package.json'))
  await withProgress('Installing the locked dependencies', async (show) => {
    const timer = setInterval(() => {
      show(`${folders.filter((file) => existsSync(file)).length} of ${folders.length} packages`)
    }, 1000)
    try {
      const { code, output } = await runNpm(root, [
        'ci',
        // Development packages are needed for the build even where NODE_ENV says production.
        '--include=dev',
        '--include=optional',
        '--no-audit',
        '--no-fund',
        '--no-update-notifier',
        '--loglevel=error',
      ])
      if (code !== 0) throw new Failure(`npm ci failed:\n${output}`)
    } finally {
      clearInterval(timer)
    }
  })
  markInstalled(root)
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 */
function runNpm(root, args) {
  const { npm_execpath: npmCli, npm_node_execpath: npmNode } = process.env
  // Run by npm, we use the very same npm and Node; started directly, the npm on the PATH.
  if (npmCli?.endsWith('.js') && npmNode) return runCommand(npmNode, [npmCli, ...args], { cwd: root })
  return runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root })
}
