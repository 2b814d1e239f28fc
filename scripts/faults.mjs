// @ts-check
// `npm run faults`: the fault tests in their long form. `npm test` runs the same files in a few rounds each.
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { runTool } from './test/run-tool.mjs'

/** What each test reads for how long it runs; the environment goes before. */
const longForms = {
  TEST_ALL: '1',
  SEED: 'new',
  KILL_ROUNDS: '200',
  STOP_ROUNDS: '50',
  POWER_CUT_ROUNDS: '40',
  // Every byte of the database.
  DAMAGE_CHANGES: '1000000',
  // Mounts a small file system, where that is allowed.
  FULL_DISK: '1',
  FOLD_ROUNDS: '400',
  HOSTILE_FRAMES: '100000',
  FLOOD_MB: '12.5',
  CHURN_JOINS: '6000',
  POSTGRES_ROUNDS: '20',
  NODE_FAULT_ROUNDS: '20',
}

const files = [
  'collab-server/kill.test.ts',
  'collab-server/disk-trouble.test.ts',
  'collab-server/fold.fuzz.test.ts',
  'collab-server/main.test.ts',
  'collab-server/hostile-input.test.ts',
  'collab-server/rfc6455.test.ts',
  'collab-server/floods.test.ts',
  'collab-server/postgres-restart.pg.test.ts',
  'collab-server/bus/faults.long.redis.test.ts',
  'storage/journal/replay-segments.test.ts',
  'storage/sqlite/damaged-pages.test.ts',
]

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  // One file after the other: several servers that fight for the processors show less of each.
  const args = ['run', '--no-file-parallelism', ...files]
  const { code } = await runTool({ root, runtime }, 'vitest', args, {
    show: true,
    env: { ...longForms, .../** @type {Record<string, string>} */ (process.env) },
  })
  return code
})
