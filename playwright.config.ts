import { chromium, defineConfig } from '@playwright/test'
import { findChromium } from './scripts/browser/find-chromium.mjs'

/**
 * Chromium keeps two pages of its own ready behind the address bar of each window, which nobody sees here and
 * which cost a quarter of what our pages do. Of such lists it heeds the last one only, so what Playwright
 * disables stands here again.
 */
const disabledFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/build-first.ts',
  outputDir: 'test-results',
  // Each with a pair of servers and a browser of its own. A page waits more than it computes, so two of
  // them take two cores little more than half as long as one after the other.
  workers: 2,
  // One slow moment of a busy machine must not hide what all the other tests say; `npm test` names
  // every test that needed its second try, since each of them has found something (decision 0014).
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'en-US',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false },
    launchOptions: {
      executablePath: findChromium(process.env, () => chromium.executablePath()),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${disabledFeatures.join(',')}`,
      ],
    },
  },
})
