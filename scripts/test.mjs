// @ts-check
// `npm test`: everything that `npm run check` does, then a production build and the browser tests.
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { runSteps } from './test/run-steps.mjs'
import { browserSteps, quickSteps } from './test/steps.mjs'

// Also what takes too long for every run.
if (process.argv.includes('--all')) process.env['TEST_ALL'] = '1'

await runScript(async () => {
  const checkout = { root, runtime: await prepareRuntime(root) }
  return runSteps([...quickSteps(checkout), ...browserSteps(checkout)])
})
