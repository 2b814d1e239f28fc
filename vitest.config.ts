import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Outside Next's bundler `server-only` throws, wherever it is imported.
  resolve: {
    alias: { 'server-only': fileURLToPath(new URL('node_modules/server-only/empty.js', import.meta.url)) },
  },
  test: {
    include: [
      '{access,bench,collab-server,config,e2e,features,formats,i18n,protocol,schema,scripts,storage,ui}/**/*.test.{ts,tsx}',
    ],
    // One less by default, which is one alone where there are two cores.
    maxWorkers: '100%',
    testTimeout: 20_000,
  },
})
