// @ts-check

/**
 * @typedef {{
 *   version?: string, optionalDependencies?: Record<string, string>, dev?: boolean, optional?: boolean,
 *   os?: string | string[], cpu?: string | string[], libc?: string[], resolved?: string,
 * }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
// In this order: `arm64` is not `arm`.
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/**
 * Adds an entry for every optional dependency that has none. Their system and processor are in their
 * names; npm takes what else it needs from its registry where one of them is to be installed.
 * @param {Lock} lock
 * @returns {{ lock: Lock, added: string[] }} the lock with its entries sorted as npm sorts them
 */
export function completeLock(lock) {
  /** @type {Record<string, LockEntry>} */
  const missing = {}
  for (const parent of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const folder = `node_modules/${name}`
      // Nested below another package it is there too.
      const present = Object.keys(lock.packages).some((key) => key === folder || key.endsWith(`/${folder}`))
      if (present || missing[folder]) continue
      missing[folder] = { version, ...(parent.dev && { dev: true }), optional: true, ...platformOf(name) }
    }
  }
  const entries = Object.entries({ ...lock.packages, ...missing })
  const packages = Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en')))
  return { lock: { ...lock, packages }, added: Object.keys(missing) }
}

/**
 * @param {string} name e.g. `@oxlint/binding-linux-x64-musl`
 * @returns {Pick<LockEntry, 'os' | 'cpu' | 'libc'>}
 */
function platformOf(name) {
  const words = name.split('-')
  const system = systems.find((candidate) => words.some((word) => word.endsWith(candidate)))
  const processor = processors.find((candidate) => words.includes(candidate))
  if (!processor) throw new Error(`${name} does not name a processor: complete it by hand`)
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'
  const namesLibc = words.some((word) => /^(musl|gnu)/.test(word))
  return {
    ...(system && { os: [system] }),
    cpu: [processor],
    ...(system === 'linux' && namesLibc && { libc: [libc] }),
  }
}
