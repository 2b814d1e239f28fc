// @ts-check
// `npm run set-up`: what `npm start` does before it starts anything, for whoever starts it as a user that may not write
// here. With --dependencies, only those.
import { buildIfStale } from './prepare/build.mjs'
import { runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'

await runScript(async () => {
  const runtime = await prepareRuntime(root)
  if (process.argv.includes('--dependencies')) return
  const built = await buildIfStale(root, runtime)
  console.log(built ? 'The pages are built.' : 'The pages were built already.')
})
