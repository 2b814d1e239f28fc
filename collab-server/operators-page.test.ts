import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

import { Metrics } from '#collab-server/metrics/metrics'
import { metricsText } from '#collab-server/metrics/metrics-text'
import { closeCodes } from '#protocol/close-codes'

const root = path.resolve(import.meta.dirname, '..')
const page = readFileSync(path.join(root, 'docs/collab-server.md'), 'utf8')

/** Whether a row of a table of the page names something as code. */
const names = (what: string | number): boolean => page.includes(`\`${what}\``)

describe('the operator’s page', () => {
  it('has every metric, and none that there is not', () => {
    const text = metricsText(new Metrics(), { rooms: 0, connections: 0, heldBytes: 0, undrainedBytes: 0 })
    const metrics = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name)
    expect(metrics.filter((name) => !names(name))).toEqual([])
    const named = [...page.matchAll(/`((?:pliego|process|nodejs)_\w+)`/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !metrics.includes(name))).toEqual([])
  })

  it('says of every close code what a client should do', () => {
    const words = { retry: 'retry', stop: 'stop', reauthenticate: 're-authenticate' }
    const rows = page.split('\n').map((line) => line.split('|').slice(1, -1))
    for (const { code, reaction } of Object.values(closeCodes)) {
      const row = rows.find(([first]) => first?.includes(`\`${code}\``))
      expect(row?.at(-1) ?? `no row for ${code}`).toContain(words[reaction])
    }
  })

  it('names tests that are there', () => {
    const files = [...page.matchAll(/`((?:collab-server|storage)\/[\w./-]+\.test\.ts)`/g)].map(
      ([, file = '']) => file,
    )
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})
