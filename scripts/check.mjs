// @ts-check
// `npm run check`: the one check before a commit; formatting, lint, types, unit and contract tests.
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'
import { runSteps } from './test/run-steps.mjs'
import { quickSteps } from './test/steps.mjs'

await runScript(async () => runSteps(quickSteps({ root, runtime: await prepareRuntime(root) })))
