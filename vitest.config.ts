import { fileURLToPath } from 'node:url'

import { configDefaults, defineConfig } from 'vitest/config'

const folders =
  '{access,bench,collab-server,config,features,formats,i18n,protocol,schema,scripts,storage,ui}/**/*.test.{ts,tsx}'

/** These put something else in the place of a module, or call the app's handlers, which have state by way of Next. */
const apart = ['e2e/**/*.test.{ts,tsx}', 'features/editor/links/written-addresses.test.ts']

/** These need another server, which is found, installed or started for them. */
const besideServers = '{collab-server,e2e,features,scripts,storage}/**/*.{pg,redis,proxy}.test.ts'

/** What takes long beside them; `npm run test:all` runs it too. */
const longOnes = process.env['TEST_ALL'] === '1' ? [] : ['**/*.long.*.test.ts']

export default defineConfig({
  // Outside Next's bundler `server-only` throws, wherever it is imported.
  resolve: {
    alias: { 'server-only': fileURLToPath(new URL('node_modules/server-only/empty.js', import.meta.url)) },
  },
  test: {
    // One less by default, which is one alone where there are two cores.
    maxWorkers: '100%',
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        // Our modules keep no state, so one process can go through many files: it imports the world once.
        test: {
          name: 'together',
          include: [folders],
          exclude: [...configDefaults.exclude, ...apart, besideServers],
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'apart', include: apart, exclude: [...configDefaults.exclude, besideServers] },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: [besideServers],
          exclude: [...configDefaults.exclude, ...longOnes],
          isolate: false,
          globalSetup: [
            'storage/postgres/testing/postgres-for-tests.ts',
            'collab-server/bus/testing/redis-for-tests.ts',
            'collab-server/testing/proxies/proxies-for-tests.ts',
          ],
        },
      },
    ],
  },
})
