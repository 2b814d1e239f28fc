// @ts-check
import path from 'node:path'
import { envFileArguments } from './settings.mjs'

/** @import { ServerSpec } from '../supervise/server-process.mjs' */
/** @import { Settings } from './settings.mjs' */

/**
 * @param {string} root
 * @param {string} node
 * @param {Settings} settings
 * @param {readonly string[]} [nodeArgs]
 * @returns {ServerSpec}
 */
export function collabSpec(root, node, { collabHost, collabPort }, nodeArgs = []) {
  return {
    name: 'collab',
    node,
    args: [...envFileArguments(root), ...nodeArgs, 'collab-server/main.ts'],
    cwd: root,
    readyUrl: `http://${reachable(collabHost)}:${collabPort}/readyz`,
  }
}

/**
 * Next's own script, with no npm or npx between that would keep a signal from it.
 * @param {string} root
 * @param {string} node
 * @param {Settings} settings
 * @param {'start' | 'dev'} mode
 * @returns {ServerSpec}
 */
export function appSpec(root, node, { host, port }, mode) {
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  return {
    name: 'app',
    node,
    args: [...envFileArguments(root), next, mode, '--hostname', host, '--port', String(port)],
    cwd: root,
    env: {
      NODE_ENV: mode === 'start' ? 'production' : 'development',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    readyUrl: `http://${reachable(host)}:${port}/`,
  }
}

/**
 * The form of a listening address that goes into a URL of this machine.
 * @param {string} host
 */
export function reachable(host) {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
