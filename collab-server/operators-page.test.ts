import { spawnSync } from 'node:child_process'
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

const text = metricsText(new Metrics(), {
  rooms: 0,
  connections: 0,
  heldBytes: 0,
  undrainedBytes: 0,
  people: 0,
  feedConnections: 0,
  tunnels: 0,
  disk: { freeBytes: 1, sizeBytes: 2, lowBytes: 3 },
  memoryLimitBytes: 0,
})
const types = new Map(
  [...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].map(([, name = '', type = '']) => [name, type]),
)
const metrics = [...types.keys()]

describe('the operator’s page', () => {
  it('has every metric, and none that there is not', () => {
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

const rulesFile = path.join(root, 'ops/alerts.rules.yml')
const rules = readFileSync(rulesFile, 'utf8')
/** Each alert with its lines, in which a folded expression is one. */
const alerts = rules
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((alert) => {
    const [name = '', ...lines] = alert
      .replace(/>-\n((?: {10}.*\n)+)/g, (_all, folded: string) => `${folded.replace(/\s+/g, ' ').trim()}\n`)
      .split('\n')
    const field = (key: string) =>
      lines
        .find((line) => line.trim().startsWith(`${key}: `))
        ?.trim()
        .slice(key.length + 2)
    return {
      name,
      expr: field('expr') ?? '',
      wait: field('for'),
      severity: field('severity'),
      summary: field('summary'),
    }
  })

type Dashboard = { panels: { title: string; targets: { expr: string }[] }[] }
const dashboard = JSON.parse(readFileSync(path.join(root, 'ops/grafana-dashboard.json'), 'utf8')) as Dashboard
const shown = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => ({ name: title, expr })),
)

/** What is wrong with a query, as far as that can be told from the metrics there are. */
function faultsOf(expr: string): string[] {
  const faults = []
  const bare = expr.replace(/"[^"]*"/g, '""')
  for (const [open, close] of ['()', '[]', '{}'])
    if (bare.split(open ?? '').length !== bare.split(close ?? '').length) faults.push(`unbalanced ${open}`)
  const used = [...bare.matchAll(/\b(?:pliego|process|nodejs)_\w+/g)]
  if (used.length === 0 && !/^up\b/.test(expr)) faults.push('names no metric')
  for (const { 0: name, index } of used) {
    const family = types.get(name) === undefined ? name.replace(/_(bucket|sum|count)$/, '') : name
    const type = types.get(family)
    const isPart = family !== name
    if (type === undefined || isPart !== (type === 'histogram')) faults.push(`there is no ${name}`)
    const isRate = /(?:rate|increase)\($/.test(bare.slice(0, index))
    if (isRate !== (type !== 'gauge') && name !== 'process_start_time_seconds')
      faults.push(`${name} is a ${type}`)
    const labels = expr.slice(expr.indexOf(name) + name.length).match(/^\{([^}]*)\}/)?.[1] ?? ''
    for (const [, label = ''] of labels.matchAll(/(\w+)=/g))
      if (!['instance', 'job', ...labelsOf(family)].includes(label)) faults.push(`${name} has no ${label}`)
  }
  return faults
}

const ownLabels = {
  pliego_refusals_total: 'status',
  pliego_closes_total: 'code',
  pliego_read_pauses_total: 'reason',
}
const labelsOf = (family: string): string[] =>
  Object.entries(ownLabels).flatMap(([name, label]) => (name === family ? [label] : []))

describe('what watches it', () => {
  it.each([...alerts, ...shown])('asks for what there is: $name', ({ expr }) => {
    expect(faultsOf(expr)).toEqual([])
  })

  it('would find what there is not', () => {
    expect(faultsOf('rate(pliego_gone_total[5m]) > 0')).toContain('there is no pliego_gone_total')
    expect(faultsOf('rate(pliego_commit_seconds[5m])')).toContain('there is no pliego_commit_seconds')
    expect(faultsOf('rate(pliego_rooms[5m])')).toEqual(['pliego_rooms is a gauge'])
    expect(faultsOf('pliego_closes_total > 1')).toEqual(['pliego_closes_total is a counter'])
    expect(faultsOf('rate(pliego_closes_total{status="4400"}[5m]')).toEqual([
      'unbalanced (',
      'pliego_closes_total has no status',
    ])
    expect(faultsOf('vector(1)')).toEqual(['names no metric'])
  })

  it('says of each alert how grave it is and what has happened, under a name of its own', () => {
    expect(alerts.length).toBeGreaterThan(8)
    expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length)
    for (const { name, wait, severity, summary } of alerts) {
      expect(name).toMatch(/^Pliego[A-Z]\w+$/)
      expect(wait ?? '0m').toMatch(/^\d+[smh]$/)
      expect(['warning', 'critical']).toContain(severity)
      expect(summary).toBeTruthy()
    }
  })

  it.each(['monitoring.md', 'vigilancia.md'])('has every alert in %s, and none that there is not', (file) => {
    const guide = readFileSync(path.join(root, 'docs', file), 'utf8')
    const named = [...guide.matchAll(/`(Pliego[A-Z]\w+)`/g)].map(([, name = '']) => name)
    expect(new Set(named)).toEqual(new Set(alerts.map(({ name }) => name)))
  })

  it('shows every metric on the dashboard', () => {
    const text = shown.map(({ expr }) => expr).join('\n')
    expect(metrics.filter((name) => !text.includes(name))).toEqual([])
  })

  const promtool = spawnSync('promtool', ['--version']).status === 0
  it.skipIf(!promtool)('is what Prometheus reads (where promtool is installed)', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', rulesFile], {
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`).toContain(`${alerts.length} rules found`)
    expect(status).toBe(0)
  })
})
