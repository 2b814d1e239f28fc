import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Whether packages of the distribution may be installed for tests; `setting`: "never" there prevents it. */
export function mayInstall(setting: string): boolean {
  if (process.env[setting] === 'never' || process.getuid?.() !== 0) return false
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** Packages ask it whether they may start the service that they bring. */
const policyFile = '/usr/sbin/policy-rc.d'

/** Installs packages and starts none of their services, which nobody asked for. @throws {Error} what apt-get said */
export function installDebianPackages(names: readonly string[]): void {
  aptGet('update')
  const hadPolicy = existsSync(policyFile)
  if (!hadPolicy) writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    aptGet('install', '-y', '--no-install-recommends', ...names)
  } finally {
    if (!hadPolicy) rmSync(policyFile)
  }
}

function aptGet(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stdout, stderr } = spawnSync('apt-get', args, { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${stdout}${stderr}`)
}
