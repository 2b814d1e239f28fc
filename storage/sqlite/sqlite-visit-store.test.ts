import SQLite from 'better-sqlite3'
import path from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Kysely, SqliteDialect, type CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { AppStore, ListView } from '#storage/app-store'
import type { AppTables } from '#storage/app-tables'
import { listStatement } from '#storage/sql/sql-visit-store'
import { searchStatement } from '#storage/sqlite/search-documents'
import { openSqliteAppStore } from '#storage/sqlite/sqlite-app-store'

// As many documents as an instance may have.
const count = Number(process.env.PLIEGO_MANY ?? 10_000)
const words = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor'.split(' ')

let folder: string
let store: AppStore
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pliego-many-'))
  store = openSqliteAppStore(folder)
  // Past the store, which commits each by itself.
  const database = new SQLite(path.join(folder, 'app.sqlite'))
  database.pragma('synchronous = OFF')
  const insert = database.prepare(
    `insert into documents (id, owner_id, title, folded_title, excerpt, created_at, changed_at, general_role)
     values (?, 'ana', ?, lower(?), '', ?, ?, 'editor')`,
  )
  const insertText = database.prepare('insert into document_texts values (?, ?)')
  const visit = database.prepare(`insert into visits (user_id, document_id, opened_at) values ('ana', ?, ?)`)
  database.transaction(() => {
    for (let n = 0; n < count; n++) {
      const title = `${words[n % words.length]} ${n}`
      const text = Array.from({ length: 400 }, (_, at) => words[(n * 7 + at * 5) % words.length]).join(' ')
      insert.run(`d${n}`, title, title, n, n)
      insertText.run(`d${n}`, `${title}\n${text}${n % 100 === 0 ? ' aguja' : ''}`)
      visit.run(`d${n}`, n)
    }
  })()
  database.close()
}, 120_000)
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

/** How SQLite goes about a statement, one line a step; whole tables are `SCAN`, unless an index covers them. */
function planOf(statement: { compile(db: Kysely<AppTables>): CompiledQuery }): string[] {
  const database = new SQLite(path.join(folder, 'app.sqlite'), { readonly: true })
  const db = new Kysely<AppTables>({ dialect: new SqliteDialect({ database }) })
  const { sql, parameters } = statement.compile(db)
  const steps = database
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...parameters)
  database.close()
  return steps.map(({ detail }) => detail)
}

const listViews: readonly ListView[] = ['all', 'owned', 'shared', 'starred', 'templates', 'trash']

describe('by an index, and never through a whole table', () => {
  const somebody = { userId: 'ana', limit: 61, now: 1 }

  it.each(
    listViews.flatMap((view) =>
      (['opened', 'changed', 'title'] as const).map((order) => [view, order] as const),
    ),
  )('goes the list of %s by %s', (view, order) => {
    const plan = planOf(listStatement({ ...somebody, view, order }))
    expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([])
    expect(plan[0]).toMatch(/^SEARCH (visits|documents) USING (COVERING )?INDEX/)
  })

  it('goes a folder', () => {
    const plan = planOf(listStatement({ ...somebody, view: 'all', order: 'opened', folderId: 'f' }))
    expect(plan[0]).toMatch(/^SEARCH visits USING INDEX visits_by_folder/)
    expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([])
  })

  it('goes the list of the last opened, without sorting it', () => {
    const plan = planOf(listStatement({ ...somebody, view: 'all', order: 'opened' }))
    expect(plan[0]).toMatch(/^SEARCH visits USING INDEX visits_by_time/)
    expect(plan.join()).not.toContain('TEMP B-TREE')
  })

  it('goes a search', () => {
    const plan = planOf(searchStatement({ ...somebody, terms: ['lorem', 'dolor'] }))
    expect(plan).toContainEqual(expect.stringMatching(/^SCAN search VIRTUAL TABLE INDEX/))
    expect(plan).toContainEqual(
      expect.stringMatching(/^SEARCH search_keys USING (INTEGER PRIMARY KEY|COVERING INDEX)/),
    )
    // What is gone through whole are only the hits themselves.
    const whole = plan.filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE INDEX'))
    expect(whole.filter((step) => !/^SCAN (hits|titled|found)\b/.test(step))).toEqual([])
  })
})

/** The 95th percentile of twenty, in CPU time: other work on the machine does not count. */
async function p95CpuMs(query: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 20; round++) {
    const begun = process.cpuUsage()
    await query()
    const { user, system } = process.cpuUsage(begun)
    times.push((user + system) / 1000)
  }
  return times.toSorted((a, b) => b - a)[1] ?? Infinity
}

it.each<[string, string[], number]>([
  ['a rare word', ['aguj'], Math.ceil(count / 100)],
  ['a word that all have', ['lorem'], 30],
  ['the first letters of many', ['do'], 30],
  ['two words', ['lorem', 'dolor'], 30],
])('among many documents a search for %s is quick', async (what, terms, most) => {
  const search = () => store.visits.search({ userId: 'ana', terms, limit: 30, now: 1 })
  expect(await search()).toHaveLength(Math.min(30, most))
  const p95Ms = await p95CpuMs(search)
  console.log(`${count} documents, ${what}: p95 ${p95Ms.toFixed(1)} ms`)
  expect(p95Ms).toBeLessThan(100)
})

it.each(listViews)('so is the list of %s', async (view) => {
  const list = () => store.visits.list({ userId: 'ana', view, order: 'title', limit: 61, now: 1 })
  const p95Ms = await p95CpuMs(list)
  console.log(`${count} documents, ${view} by title: p95 ${p95Ms.toFixed(1)} ms`)
  expect(p95Ms).toBeLessThan(100)
})
