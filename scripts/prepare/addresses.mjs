// @ts-check
import { networkInterfaces } from 'node:os'
import { reachable } from './servers.mjs'

/** @import { Settings } from './settings.mjs' */

/**
 * The URLs to hand out, the best one first: the public one, or this machine's and its address in the
 * local network.
 * @param {Pick<Settings, 'host' | 'port' | 'publicUrl'>} settings
 * @param {ReturnType<typeof networkInterfaces>} interfaces
 */
export function addressesOf({ host, port, publicUrl }, interfaces = networkInterfaces()) {
  if (publicUrl !== undefined) return [publicUrl]
  if (host !== '0.0.0.0' && host !== '::') return [`http://${reachable(host)}:${port}`]
  const outside = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => `http://${address.address}:${port}`)
  return [`http://localhost:${port}`, ...outside.slice(0, 2)]
}
