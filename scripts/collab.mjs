// @ts-check
// `npm run collab`: the collab server alone, for another editor. Needs no build.
import { runScript } from './prepare/failure.mjs'
import { checkPorts } from './prepare/ports.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { collabSpec, reachable } from './prepare/servers.mjs'
import { readSettings } from './prepare/settings.mjs'
import { runServers } from './supervise/run-servers.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  const settings = readSettings(root, runtime)
  const { collabHost: host, collabPort: port } = settings
  await checkPorts([{ what: 'the collab server', setting: 'COLLAB_PORT', host, port }])
  return runServers([collabSpec(root, runtime, settings)], () => {
    console.log(`\nThe collab server is ready: ws://${reachable(host)}:${port}\nCtrl-C stops it.\n`)
  })
})
