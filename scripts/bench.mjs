// @ts-check
// `npm run bench`: prepares, then measures; bench/README.md says what and how.
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { runCommand } from './prepare/run-command.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  const { code } = await runCommand(runtime, ['bench/main.ts', ...process.argv.slice(2)], {
    cwd: root,
    show: true,
  })
  return code
})
