// @ts-check
// `npm start`: prepares the checkout and runs both servers. Only Node's built-ins, from Node 20.9 on.
import { addressesOf } from './prepare/addresses.mjs'
import { buildIfStale } from './prepare/build.mjs'
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
  await buildIfStale(root, runtime)
  console.log('Starting the collab server and the app')
  return runServers([collabSpec(root, runtime, settings), appSpec(root, runtime, settings, 'start')], () => {
    console.log(`\nPliego is ready: ${addressesOf(settings).join('  or  ')}\nCtrl-C stops it.\n`)
  })
})
