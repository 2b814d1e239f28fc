// @ts-check
import { installDependencies } from './install.mjs'
import { findRuntime } from './runtime.mjs'

/**
 * What every script needs first: the dependencies, and a Node that runs TypeScript.
 * @param {string} root
 * @returns {Promise<string>} path of that Node
 */
export async function prepareRuntime(root) {
  await installDependencies(root)
  return findRuntime(root)
}
