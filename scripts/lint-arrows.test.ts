import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from './prepare/root.mjs'

/** A file, what it imports, and whether the house allows it. */
const imports: [file: string, specifier: string, allowed: boolean][] = [
  ['app/page.tsx', '#features/editor/editor', true],
  ['app/page.tsx', '#collab-server/server', false],
  ['proxy.ts', '#collab-server/server', false],
  ['collab-server/room.ts', '#storage/journal', true],
  ['collab-server/room.ts', '#features/editor/editor', false],
  ['collab-server/room.ts', '#ui/button', false],
  ['collab-server/room.ts', 'next/server', false],
  ['schema/nodes/callout.ts', '@tiptap/core', true],
  ['schema/nodes/callout.ts', 'react', false],
  ['schema/nodes/callout.ts', '../../ui/button.tsx', false],
  ['ui/button.tsx', 'react', true],
  ['ui/button.tsx', '#schema/version', false],
  ['storage/journal.ts', '#config/load-config', false],
  ['protocol/codec.ts', '#access/roles', false],
  ['features/editor/editor.ts', '#schema/version', true],
  ['features/editor/editor.ts', '#features/editor/toolbar', true],
  ['features/editor/editor.ts', './session/sync.ts', true],
  ['features/editor/editor.ts', '#features/comments/thread', false],
  ['features/editor/editor.ts', '../comments/thread.ts', false],
  ['features/editor/menus/menu.ts', '../../comments/thread.ts', false],
  ['features/editor/editor.ts', '#app/page', false],
  ['features/editor/editor.ts', '../../collab-server/room.ts', false],
  ['features/editor/editor.ts', '#storage/journal', false],
  ['features/editor/editor.ts', '#access/roles', true],
  ['features/editor/editor.ts', '#access/document-token', false],
  ['features/editor/editor.ts', '#features/editor/server/store', false],
  ['features/editor/editor.ts', './server/store.ts', false],
  ['features/editor/editor.ts', 'node:fs', false],
  ['features/editor/server/store.ts', '#storage/journal', true],
  ['features/editor/server/store.ts', '#access/document-token', true],
  ['features/editor/server/store.ts', '#features/comments/server/store', false],
  ['features/editor/editor.test.ts', 'node:fs', true],
  ['e2e/main-job.spec.ts', '#collab-server/room', true],
]

/** The same folders and configuration elsewhere. */
const folder = mkdtempSync(path.join(tmpdir(), 'pliego-arrows-'))
let refused: Set<string>

beforeAll(() => {
  copyFileSync(path.join(root, 'oxlint.config.ts'), path.join(folder, 'oxlint.config.ts'))
  mkdirSync(path.join(folder, 'features/comments'), { recursive: true })
  for (const [index, [file, specifier]] of imports.entries()) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    appendFileSync(path.join(folder, file), `import { it${index} } from '${specifier}'\nvoid it${index}\n`)
  }
  const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint')
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json'], { cwd: folder, encoding: 'utf8' })
  const report = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string; message: string }[]
  }
  refused = new Set(
    report.diagnostics
      .filter(({ code }) => code === 'eslint(no-restricted-imports)')
      .map(({ filename, message }) => `${filename} ${/'([^']+)'/.exec(message)?.[1]}`),
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

test.for(imports)('%s imports %s: %s', ([file, specifier, allowed]) => {
  expect(refused.has(`${file} ${specifier}`)).toBe(!allowed)
})
