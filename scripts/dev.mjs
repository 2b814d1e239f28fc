// @ts-check
// `npm run dev`: both servers, each reloading what changes. Next keeps it apart from the build in .next/dev.
import { addressesOf } from './prepare/addresses.mjs'
import { runScript } from './prepare/failure.mjs'
import { checkPorts, portsOf } from './prepare/ports.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { appSpec, collabSpec } from './prepare/servers.mjs'
import { readSettings } from './prepare/settings.mjs'
import { runServers } from './supervise/run-servers.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  const settings = readSettings(root, runtime)
  await checkPorts(portsOf(settings))
  const servers = [collabSpec(root, runtime, settings, ['--watch']), appSpec(root, runtime, settings, 'dev')]
  return runServers(servers, () => {
    console.log(`\nPliego reloads at ${addressesOf(settings).join('  or  ')}\nCtrl-C stops it.\n`)
  })
})
