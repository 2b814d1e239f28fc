// @ts-check
// `npm run try:dockerfile`: carries out each step of the Dockerfile in a folder that goes again, and starts what comes of it
// once; for machines without Docker. Takes as long as an install and a build.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dockerIgnore } from './dockerfile/docker-ignore.mjs'
import { lintDockerfile } from './dockerfile/lint-dockerfile.mjs'
import { readDockerfile } from './dockerfile/read-dockerfile.mjs'
import { runDockerfile, sizeOf, startInImage } from './dockerfile/run-dockerfile.mjs'
import { Failure, runScript } from './prepare/failure.mjs'
import { prepareRuntime } from './prepare/prepare-runtime.mjs'
import { root } from './prepare/root.mjs'

/** @import { Image } from './dockerfile/run-dockerfile.mjs' */

const startWithinMs = 120_000

/** Which may be as old as to be refused by Pliego itself; the image has a Node of its own. */
const runtimeFolder = path.dirname(await prepareRuntime(root))

await runScript(async () => {
  const stages = readDockerfile(readFileSync(path.join(root, 'Dockerfile'), 'utf8'))
  const ignored = dockerIgnore(readFileSync(path.join(root, '.dockerignore'), 'utf8'))
  const faults = lintDockerfile(stages, { ignored, exists: (file) => existsSync(path.join(root, file)) })
  if (faults.length > 0) throw new Failure(`The Dockerfile has faults:\n${faults.join('\n')}`)

  const folder = mkdtempSync(path.join(tmpdir(), 'pliego-dockerfile-'))
  chmodSync(folder, 0o755)
  try {
    const PATH = `${runtimeFolder}${path.delimiter}${process.env.PATH}`
    const image = await runDockerfile(stages, { context: root, folder, path: PATH })
    console.log(`The image is the base and ${Math.round(sizeOf(image.folder) / 1e6)} MB`)
    await startOnce(image)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** @param {Image} image */
async function startOnce(image) {
  const [port, collabPort] = [await freePort(), await freePort()]
  const env = { HOST: '127.0.0.1', PORT: String(port), COLLAB_PORT: String(collabPort) }
  const servers = startInImage(image, [...image.entrypoint, ...image.cmd], env)
  const ended = once(servers, 'exit')
  const end = performance.now() + startWithinMs
  try {
    while (!(await isHealthy(image, env))) {
      if (servers.exitCode !== null || performance.now() > end)
        throw new Failure('It did not come to be well.')
      // oxlint-disable-next-line no-await-in-loop -- between two looks
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    const page = await fetch(`http://127.0.0.1:${port}/`)
    if (!page.ok) throw new Failure(`Its first page answers ${page.status}.`)
  } finally {
    servers.kill('SIGTERM')
  }
  const [code] = await ended
  if (code !== 0) throw new Failure(`Asked to stop, it ended with ${code}.`)
  console.log('It started, was well, showed its first page and stopped when asked.')
}

/**
 * @param {Image} image
 * @param {Record<string, string>} env
 */
async function isHealthy(image, env) {
  const [code] = await once(startInImage(image, image.healthcheck, env), 'exit')
  return code === 0
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('the probe has no port')
  return address.port
}
