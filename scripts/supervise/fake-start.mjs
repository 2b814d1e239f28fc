// A start script for the tests: two fake servers under the real supervisor.
import { argv, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { runServers } from './run-servers.mjs'

const fakeServer = fileURLToPath(new URL('fake-server.mjs', import.meta.url))

process.exitCode = await runServers(
  argv.slice(2).map((port) => ({
    name: `at ${port}`,
    node: execPath,
    args: [fakeServer, port, 'serves'],
    cwd: process.cwd(),
    readyUrl: `http://127.0.0.1:${port}/`,
  })),
  () => console.log('ready'),
)
