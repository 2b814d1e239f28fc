// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** @param {string} root */
const stampFile = (root) => path.join(root, 'node_modules', '.pliego-lock-hash')

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
}

/**
 * The packages of a lockfile by folder, without the root.
 * @param {string} file
 * @returns {Map<string, LockedPackage>}
 */
export function readLock(file) {
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  return new Map(Object.entries(lock.packages).filter(([folder]) => folder !== ''))
}

/**
 * Whether node_modules holds what package-lock.json asks for: by our stamp, or for an install made by
 * hand by npm's own record of it, which npm writes last and so never after a broken install.
 * @param {string} root
 */
export function isInstalled(root) {
  const stamp = stampFile(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root)) return true
  const record = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = readLock(record)
  for (const [folder, locked] of readLock(path.join(root, 'package-lock.json'))) {
    const found = installed.get(folder)
    if (found ? found.version !== locked.version : !locked.optional) return false
    installed.delete(folder)
  }
  if (installed.size > 0) return false
  markInstalled(root)
  return true
}

/** @param {string} root */
export function markInstalled(root) {
  writeFileSync(stampFile(root), lockHash(root))
}
