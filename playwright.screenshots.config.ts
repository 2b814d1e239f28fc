import base from './playwright.config.ts'

/** `npm run screenshots`: every page and state, to be looked at; those of the README among them. */
export default { ...base, testDir: 'e2e/screenshots', testMatch: '**/*.shots.ts' }
