import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{access,bench,collab-server,config,e2e,features,i18n,protocol,schema,scripts,storage,ui}/**/*.test.{ts,tsx}',
    ],
    testTimeout: 20_000,
  },
})
