// @ts-check
// `npm run collect-images`: lists images that nobody can come back to; with `-- --delete` deletes them.
import { runCommand } from './prepare/run-command.mjs'
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { envFileArguments } from './prepare/settings.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  const script = ['scripts/images/run-collect-images.ts', ...process.argv.slice(2)]
  const { code } = await runCommand(runtime, [...envFileArguments(root), ...script], {
    cwd: root,
    show: true,
  })
  return code
})
