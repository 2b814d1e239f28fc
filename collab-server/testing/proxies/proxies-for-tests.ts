import { existsSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'

import { installDebianPackages, mayInstall } from '#collab-server/testing/proxies/debian-packages'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where each proxy is; null where it is not on this machine. */
    proxies: { readonly nginx: string | null; readonly caddy: string | null }
  }
}

const folders = ['/usr/sbin', '/usr/local/sbin']

function find(program: string): string | null {
  const places = [...(process.env.PATH ?? '').split(path.delimiter), ...folders]
  return places.map((folder) => path.join(folder, program)).find((file) => existsSync(file)) ?? null
}

/**
 * Once for a run of tests behind real proxies: finds nginx (with the openssl that makes its certificate) and Caddy. On
 * Debian as root and unless PROXY_INSTALL=never, their packages are installed, and said so.
 */
export default function setUp(project: TestProject): void {
  const missing = ['nginx', 'caddy', 'openssl'].filter((program) => find(program) === null)
  if (missing.length > 0 && mayInstall('PROXY_INSTALL')) {
    console.log(
      `Installing Debian's packages for tests behind proxies: ${missing.join(', ')} (PROXY_INSTALL=never prevents this)`,
    )
    installDebianPackages(missing)
  }
  const [nginx, caddy] = [find('openssl') === null ? null : find('nginx'), find('caddy')]
  for (const [name, program] of Object.entries({ nginx, caddy })) {
    if (program === null) {
      const needed = name === 'nginx' ? 'nginx and openssl' : name
      console.log(`Left out: the tests behind ${name}. Install ${needed} to have them.`)
    }
  }
  project.provide('proxies', { nginx, caddy })
}
