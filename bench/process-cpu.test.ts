import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { treeCpuMs } from './process-cpu.ts'

const spin = `
  const spent = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part, 0)
  for (const end = spent() + 300_000; spent() < end; );`

test.skipIf(process.platform !== 'linux')('counts a process, its threads and its children', async () => {
  const inThread = `new (require('node:worker_threads').Worker)(${JSON.stringify(spin)}, { eval: true })`
  const inChild = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${spin} process.stdin.resume(); console.log('child')`)}], { stdio: ['pipe', 'inherit', 'inherit'] })`
  const parent = spawn(process.execPath, [
    '-e',
    `${spin} ${inChild}; ${inThread}.on('exit', () => console.log('thread'))`,
  ])
  let printed = ''
  parent.stdout.on('data', (data: Buffer) => {
    printed += data.toString()
  })
  await expect.poll(() => printed, { timeout: 15_000 }).toMatch(/child[^]*thread|thread[^]*child/)
  const { pid } = parent
  const cpuMs = pid === undefined ? 0 : treeCpuMs(pid)
  parent.kill()
  await once(parent, 'exit')
  // Three times 300 ms, and what it takes to start two processes and a thread.
  expect(cpuMs).toBeGreaterThan(850)
  expect(cpuMs).toBeLessThan(2500)
})
