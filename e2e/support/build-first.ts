import { buildIfStale } from '../../scripts/prepare/build.mjs'
import { root } from '../../scripts/prepare/root.mjs'
import { findRuntime } from '../../scripts/prepare/runtime.mjs'

/** Before the first spec: the production build that all of them run against. */
export default async function buildFirst(): Promise<void> {
  await buildIfStale(root, findRuntime(root))
}
