import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../prepare/root.mjs'
import { completeLock, type Lock } from './complete-lock.mjs'

const lockfile = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock

test('the lockfile has an entry for every package of every system: npm run complete-lockfile', () => {
  const { lock, added } = completeLock(lockfile)
  expect(added).toEqual([])
  expect(Object.keys(lockfile.packages)).toEqual(Object.keys(lock.packages))
})

test('the lockfile names no host to fetch packages from', () => {
  const named = Object.entries(lockfile.packages).filter(([, entry]) => entry.resolved !== undefined)
  expect(named).toEqual([])
})

test('a missing package is added with what its name says', () => {
  const { lock, added } = completeLock({
    packages: {
      '': {},
      'node_modules/b': {
        version: '2.0.0',
        dev: true,
        optionalDependencies: {
          '@b/binding-win32-x64-msvc': '2.0.0',
          '@b/binding-linux-arm-musleabihf': '2.0.0',
          '@b/binding-wasm32-wasi': '2.0.0',
          '@b/binding-linux-x64-gnu': '2.0.0',
        },
      },
      'node_modules/@b/binding-linux-x64-gnu': { version: '2.0.0' },
    },
  })
  expect(added).toHaveLength(3)
  expect(Object.keys(lock.packages)).toEqual([
    '',
    'node_modules/@b/binding-linux-arm-musleabihf',
    'node_modules/@b/binding-linux-x64-gnu',
    'node_modules/@b/binding-wasm32-wasi',
    'node_modules/@b/binding-win32-x64-msvc',
    'node_modules/b',
  ])
  const common = { version: '2.0.0', dev: true, optional: true }
  expect(lock.packages).toMatchObject({
    'node_modules/@b/binding-win32-x64-msvc': { ...common, os: ['win32'], cpu: ['x64'] },
    'node_modules/@b/binding-linux-arm-musleabihf': {
      ...common,
      os: ['linux'],
      cpu: ['arm'],
      libc: ['musl'],
    },
    'node_modules/@b/binding-wasm32-wasi': { ...common, cpu: ['wasm32'] },
  })
})
