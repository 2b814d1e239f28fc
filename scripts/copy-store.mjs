// @ts-check
// `npm run copy-store -- to-postgres|to-folder`: copies everything between DATA_DIR and DATABASE_URL.
import { runCommand } from './prepare/run-command.mjs'
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { envFileArguments } from './prepare/settings.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  const script = ['scripts/copy-store/run-copy-store.ts', ...process.argv.slice(2)]
  const { code } = await runCommand(runtime, [...envFileArguments(root), ...script], {
    cwd: root,
    show: true,
  })
  return code
})
