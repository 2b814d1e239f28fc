import { expect, test } from 'vitest'

import { ConfigError, loadConfig } from '#config/load-config'
import { options } from '#config/options'

const secret = 'a secret of thirty-two characters'

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('without any variable every default holds and the rest is unset', () => {
  expect(loadConfig({})).toEqual({
    host: '0.0.0.0',
    port: 3000,
    collabPort: 1234,
    trustProxy: false,
    collabAccess: 'token',
    authGuests: 'on',
    authSignup: 'open',
    authOidcName: 'OpenID',
    accessLogDays: 365,
    maxDocumentMb: 64,
    maxMessageMb: 16,
    maxMessagesPerSecond: 500,
    maxConnections: 20_000,
    maxConnectionsPerAddress: 5_000,
    maxRooms: 20_000,
    maxRoomsPerAddress: 5_000,
    metrics: 'local',
    s3Region: 'us-east-1',
    logLevel: 'info',
    dataDir: './data',
    lowDiskMb: 2000,
  })
})

test('every variable is read, and an empty one counts as unset', () => {
  const environment = {
    HOST: '127.0.0.1',
    PORT: '8080',
    COLLAB_HOST: '::1',
    COLLAB_PORT: '8081',
    PUBLIC_URL: 'https://docs.example.org/',
    TRUST_PROXY: 'true',
    COLLAB_URL: 'wss://docs.example.org/collab/',
    COLLAB_ACCESS: 'open',
    COLLAB_SECRET: secret,
    AUTH_SECRET: `${secret} too`,
    AUTH_GUESTS: 'view',
    AUTH_SIGNUP: 'invite',
    AUTH_OIDC_ISSUER: 'https://login.example.org/',
    AUTH_OIDC_CLIENT_ID: 'pliego',
    AUTH_OIDC_CLIENT_SECRET: 'hush',
    AUTH_OIDC_NAME: 'Example',
    SMTP_URL: 'smtps://ana:p%40ss@mail.example.org/',
    MAIL_FROM: 'Pliego <pliego@example.org>',
    ACCESS_LOG_DAYS: '30',
    HISTORY_RETENTION_DAYS: '180',
    QUOTA_MB: '500',
    ALLOWED_ORIGINS: 'https://docs.example.org, http://intranet:8080/page',
    MAX_DOCUMENT_MB: '8',
    MAX_MESSAGE_MB: '4',
    MAX_MESSAGES_PER_SECOND: '0',
    MAX_CONNECTIONS: '100',
    MAX_CONNECTIONS_PER_ADDRESS: '10',
    MAX_ROOMS: '50',
    MAX_ROOMS_PER_ADDRESS: '5',
    METRICS: 'on',
    LOG_LEVEL: 'warn',
    DATA_DIR: '/var/lib/pliego',
    LOW_DISK_MB: '500',
    S3_URL: 'https://s3.example.org/pictures/',
    S3_REGION: 'eu-west-1',
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: 'hush too',
    DATABASE_URL: 'postgres://ana:p%40ss@db.example.org/pliego',
    REDIS_URL: 'rediss://:p%40ss@redis.example.org:6380',
  }
  expect(Object.keys(environment).toSorted()).toEqual(
    Object.values(options)
      .map(({ name }) => name)
      .toSorted(),
  )
  expect(loadConfig(environment)).toEqual({
    host: '127.0.0.1',
    port: 8080,
    collabHost: '::1',
    collabPort: 8081,
    publicUrl: 'https://docs.example.org',
    trustProxy: true,
    collabUrl: 'wss://docs.example.org/collab',
    collabAccess: 'open',
    collabSecret: secret,
    authSecret: `${secret} too`,
    authGuests: 'view',
    authSignup: 'invite',
    authOidcIssuer: 'https://login.example.org',
    authOidcClientId: 'pliego',
    authOidcClientSecret: 'hush',
    authOidcName: 'Example',
    smtpUrl: 'smtps://ana:p%40ss@mail.example.org',
    mailFrom: 'Pliego <pliego@example.org>',
    accessLogDays: 30,
    historyRetentionDays: 180,
    quotaMb: 500,
    allowedOrigins: ['https://docs.example.org', 'http://intranet:8080'],
    maxDocumentMb: 8,
    maxMessageMb: 4,
    maxMessagesPerSecond: 0,
    maxConnections: 100,
    maxConnectionsPerAddress: 10,
    maxRooms: 50,
    maxRoomsPerAddress: 5,
    metrics: 'on',
    logLevel: 'warn',
    dataDir: '/var/lib/pliego',
    lowDiskMb: 500,
    s3Url: 'https://s3.example.org/pictures',
    s3Region: 'eu-west-1',
    s3AccessKeyId: 'key',
    s3SecretAccessKey: 'hush too',
    databaseUrl: 'postgres://ana:p%40ss@db.example.org/pliego',
    redisUrl: 'rediss://:p%40ss@redis.example.org:6380',
  })
  const empty = Object.fromEntries(Object.keys(environment).map((name) => [name, ' ']))
  expect(loadConfig(empty)).toEqual(loadConfig({}))
})

test('a bucket needs its keys', () => {
  expect(problemsOf({ S3_URL: 'https://s3.example.org/pictures', S3_ACCESS_KEY_ID: 'key' })).toEqual([
    'S3_URL needs S3_SECRET_ACCESS_KEY',
  ])
})

test('all problems are reported at once, and a secret is never repeated', () => {
  const problems = problemsOf({ PORT: '80800', TRUST_PROXY: 'yes', COLLAB_SECRET: 'short', HOST: 'a b' })
  expect(problems).toEqual([
    'HOST must be an IP address or a host name, not "a b"',
    'PORT must be a port from 1 to 65535, not "80800"',
    'TRUST_PROXY must be true or false, not "yes"',
    'COLLAB_SECRET must have at least 32 characters',
  ])
})

test('mails need an address of ours that nobody else can make up', () => {
  expect(problemsOf({ SMTP_URL: 'smtp://localhost:25' })).toEqual([
    'SMTP_URL needs PUBLIC_URL, for the links in mails',
  ])
})

test('a provider of accounts is named with all it needs', () => {
  expect(problemsOf({ AUTH_OIDC_ISSUER: 'https://login.example.org', AUTH_OIDC_CLIENT_ID: ' ' })).toEqual([
    'AUTH_OIDC_ISSUER needs PUBLIC_URL',
    'AUTH_OIDC_ISSUER needs AUTH_OIDC_CLIENT_ID',
    'AUTH_OIDC_ISSUER needs AUTH_OIDC_CLIENT_SECRET',
  ])
})

test('the password of a mail server is not repeated', () => {
  const [problem] = problemsOf({ SMTP_URL: 'http://ana:hunter2@mail.example.org' })
  expect(problem).toMatch(/^SMTP_URL must be a URL that begins with smtp:/)
  expect(problem).not.toContain('hunter2')
})

test('the app and the collab server cannot share a port', () => {
  expect(problemsOf({ PORT: '1234' })).toEqual(['PORT and COLLAB_PORT are both 1234; they must differ'])
})

test.for([
  ['HOST', '-a.example'],
  ['PORT', '0'],
  ['PORT', '1e3'],
  ['COLLAB_PORT', '-1'],
  ['PUBLIC_URL', 'ftp://example.org'],
  ['PUBLIC_URL', 'https://example.org/?a'],
  ['COLLAB_URL', 'example.org'],
  ['COLLAB_ACCESS', 'none'],
  ['AUTH_GUESTS', 'yes'],
  ['AUTH_SIGNUP', 'closed'],
  ['ALLOWED_ORIGINS', 'https://a.example,b.example'],
  ['ALLOWED_ORIGINS', 'file:///etc'],
  ['MAX_MESSAGE_MB', '0'],
  ['MAX_MESSAGE_MB', '101'],
  ['MAX_MESSAGES_PER_SECOND', '-1'],
  ['MAX_CONNECTIONS', '1.5'],
  ['METRICS', 'yes'],
  ['LOG_LEVEL', 'debug'],
] as const)('%s=%s is refused with its name', ([name, value]) => {
  const [problem, ...others] = problemsOf({ [name]: value })
  expect(problem).toMatch(new RegExp(`^${name} must be `))
  expect(others).toEqual([])
})

test('every setting is described in both languages, and what an unset one means', () => {
  for (const option of Object.values(options)) {
    expect(option.describe.en).toMatch(/^[A-Z`].*\.$/s)
    expect(option.describe.es).toMatch(/^[A-ZÁÉÍÓÚ`].*\.$/s)
    expect('default' in option || 'unset' in option).toBe(true)
  }
})

test('the address of a database is taken as it is, and never repeated', () => {
  const url = 'postgresql://ana:se%20cret@db.example.org:5433/pliego?sslmode=require'
  expect(loadConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
  for (const wrong of ['mysql://ana:se-cret@db/pliego', 'postgres://ana:se-cret@db', 'se-cret'])
    expect(problemsOf({ DATABASE_URL: wrong })).toEqual([
      'DATABASE_URL must be like postgres://user:password@host/database',
    ])
})

test('takes a Redis only with the database that its servers share, and does not repeat a password', () => {
  const databaseUrl = 'postgres://ana:hunter2@db.example.org/pliego'
  for (const url of ['redis://redis.example.org', 'rediss://ana:hunter2@redis.example.org:6380/2'])
    expect(loadConfig({ DATABASE_URL: databaseUrl, REDIS_URL: url }).redisUrl).toBe(url)
  expect(problemsOf({ REDIS_URL: 'redis://redis.example.org' })).toEqual([
    'REDIS_URL needs DATABASE_URL, which all collab servers share',
  ])
  for (const wrong of ['redis.example.org:6379', 'http://:hunter2@redis.example.org', 'redis:hunter2'])
    expect(problemsOf({ DATABASE_URL: databaseUrl, REDIS_URL: wrong })).toEqual([
      'REDIS_URL must be like redis://user:password@host:6379, or rediss:// over TLS',
    ])
})
