// @ts-check
import { createServer } from 'node:net'
import { exitCodes, Failure } from './failure.mjs'

/** @import { Settings } from './settings.mjs' */

/**
 * One port a server is about to listen on, and the setting that moves it.
 * @typedef {{ what: string, setting: string, host: string, port: number }} PortNeed
 */

/**
 * What both servers are about to listen on.
 * @param {Settings} settings
 * @returns {PortNeed[]}
 */
export function portsOf({ host, port, collabHost, collabPort }) {
  return [
    { what: 'the app', setting: 'PORT', host, port },
    { what: 'the collab server', setting: 'COLLAB_PORT', host: collabHost, port: collabPort },
  ]
}

/**
 * Says which ports are taken before any time is spent on building.
 * @param {readonly PortNeed[]} needs
 * @throws {Failure} naming every port that cannot be had and how to change it
 */
export async function checkPorts(needs) {
  const problems = []
  for (const need of needs) {
    // oxlint-disable-next-line no-await-in-loop -- two ports, and the order of the sentences counts
    const problem = await problemOf(need)
    if (problem) problems.push(problem)
  }
  if (problems.length > 0) throw new Failure(problems.join('\n'), exitCodes.tryAgain)
}

/**
 * @param {PortNeed} need
 * @returns {Promise<string | undefined>}
 */
function problemOf({ what, setting, host, port }) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined
      const other = `choose another with ${setting}, for example: ${setting}=${port + 10} npm start`
      if (code === 'EADDRINUSE') resolve(`Port ${port} for ${what} is taken; ${other}`)
      else if (code === 'EACCES') resolve(`Port ${port} for ${what} is not permitted to this user; ${other}`)
      else resolve(`${what} cannot listen on ${host}:${port}: ${error.message}`)
    })
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)))
  })
}
