import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { OxlintConfig } from 'oxlint'

/**
 * Which folder may import which. Those that import nothing of ours are the leaves; nobody imports `app`
 * or `collab-server`; `e2e`, `bench` and `scripts` stand outside and import what they need.
 */
const arrows: Record<string, readonly string[]> = {
  access: [],
  config: [],
  i18n: [],
  protocol: [],
  schema: [],
  storage: [],
  ui: [],
  formats: ['schema'],
  features: ['access', 'config', 'formats', 'i18n', 'protocol', 'schema', 'storage', 'ui'],
  app: ['access', 'config', 'features', 'formats', 'i18n', 'protocol', 'schema', 'storage', 'ui'],
  'collab-server': ['access', 'config', 'protocol', 'schema', 'storage'],
}
/** Run by Node as they are, without a page: the collab server and what it is made of. */
const withoutReact = ['access', 'collab-server', 'config', 'formats', 'protocol', 'schema', 'storage']

/** What of a feature never reaches a browser: its server half, tests and what only tests use. */
const outsideBrowser = ['server/**', '*-cookie.ts', '*.test.{ts,tsx}', 'testing/**', 'scripted-*.ts']

type Restriction = { regex: string; message: string }
type Override = NonNullable<OxlintConfig['overrides']>[number]

const featuresFolder = path.join(import.meta.dirname, 'features')
const features = existsSync(featuresFolder) ? readdirSync(featuresFolder) : []

/** By `#storage/x` and by `../storage/x` alike. */
const from = (folder: string) => `^(#|(\\.\\./)+)${folder}/`

const react: Restriction = {
  regex: '^(react|react-dom|next|next-intl|use-intl|@tiptap/react)(/|$)',
  message: 'This runs in the collab server, which knows nothing of React or Next.',
}

/** What must not reach a browser. */
const serverOnly: Restriction[] = [
  { regex: from('storage'), message: 'Browser code never sees the store; put it under server/.' },
  { regex: from('config'), message: 'The server reads the settings and passes them on as props.' },
  {
    regex: from('access') + '(document-token|feed-token|internal-signature|signed-claims)$',
    message: 'Browser code never signs or verifies; put it under server/.',
  },
  { regex: '^(#features/[^/]+|\\.\\.?)/(.*/)?server/', message: 'Only the server imports from server/.' },
  { regex: '^node:', message: 'Browsers have no Node modules; put it under server/.' },
]

function restrict(files: string[], patterns: readonly Restriction[]): Override {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [...patterns] }] } }
}

function restrictionsOf(folder: string): Restriction[] {
  const allowed = arrows[folder] ?? []
  const refused = Object.keys(arrows).filter((other) => other !== folder && !allowed.includes(other))
  return [
    ...refused.map((other) => ({ regex: from(other), message: `${folder} does not import from ${other}.` })),
    ...(withoutReact.includes(folder) ? [react] : []),
  ]
}

function featureOverrides(feature: string): Override[] {
  const others = features.filter((other) => other !== feature).join('|')
  const restrictions = [
    ...restrictionsOf('features'),
    {
      regex: `^(#features|(\\.\\./)+features|\\.\\.(/\\.\\.)*)/(${others})/`,
      message: 'Features do not import each other: the page composes them.',
    },
  ]
  const folder = `features/${feature}`
  return [
    restrict([`${folder}/**`], [...restrictions, ...serverOnly]),
    restrict(
      outsideBrowser.map((files) => `${folder}/**/${files}`),
      restrictions,
    ),
  ]
}

export default {
  plugins: ['typescript', 'unicorn', 'import', 'react', 'jsx-a11y', 'nextjs', 'vitest', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'import/no-cycle': 'error',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css', 'server-only'] }],
    'react/react-in-jsx-scope': 'off',
    'no-shadow': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    // Those of Yjs have a toString of their own.
    'typescript/no-base-to-string': [
      'error',
      {
        ignoredTypeNames: [
          'YText',
          'YXmlText',
          'YXmlFragment',
          'YXmlElement',
          'Text',
          'XmlText',
          'XmlFragment',
          'XmlElement',
        ],
      },
    ],
  },
  ignorePatterns: ['.next/**', 'data/**', 'next-env.d.ts', 'bench/peers/**'],
  overrides: [
    ...Object.keys(arrows)
      .filter((folder) => folder !== 'features')
      .map((folder) => restrict([`${folder}/**`], restrictionsOf(folder))),
    restrict(['proxy.ts'], restrictionsOf('app')),
    ...features.flatMap(featureOverrides),
  ],
} satisfies OxlintConfig
