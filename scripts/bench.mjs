// @ts-check
// `npm run bench`, `npm run bench:editor`: prepares, then measures; bench/README.md and bench/editor/README.md
// say what and how.
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { runCommand } from './prepare/run-command.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  const [first, ...others] = process.argv.slice(2)
  const script =
    first === '--editor' ? ['bench/editor/main.ts', ...others] : ['bench/main.ts', ...process.argv.slice(2)]
  const { code } = await runCommand(runtime, script, {
    cwd: root,
    show: true,
  })
  return code
})
