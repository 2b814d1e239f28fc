import { options, type Option } from '#config/options'

type Parsed<O> = O extends { readonly parse: (text: string) => infer T } ? T : never
type Table = typeof options

/** Every setting, parsed; those without a default may be undefined. */
export type Config = {
  readonly [Key in keyof Table]: Table[Key] extends { readonly default: string }
    ? Parsed<Table[Key]>
    : Parsed<Table[Key]> | undefined
}

/** All problems of the settings at once, one a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The settings have ${problems.length === 1 ? 'a problem' : 'problems'}:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads the table of settings from an environment; an empty variable counts as unset.
 * @throws {ConfigError} with every problem found.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, option] of Object.entries<Option<unknown>>(options)) {
    const text = environment[option.name]?.trim() || option.default
    if (text === undefined) continue
    try {
      values[key] = option.parse(text)
    } catch (error) {
      problems.push(`${option.name} ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (values.port !== undefined && values.port === values.collabPort) {
    problems.push(
      `PORT and COLLAB_PORT are both ${environment.PORT ?? options.port.default}; they must differ`,
    )
  }
  // The address in a mail must not be one that whoever asked for it could have made up.
  if (values.smtpUrl !== undefined && values.publicUrl === undefined && !environment.PUBLIC_URL?.trim()) {
    problems.push('SMTP_URL needs PUBLIC_URL, for the links in mails')
  }
  // What is in the files of one server the others cannot have.
  if (
    values.redisUrl !== undefined &&
    values.databaseUrl === undefined &&
    !environment.DATABASE_URL?.trim()
  ) {
    problems.push('REDIS_URL needs DATABASE_URL, which all collab servers share')
  }
  if (values.authOidcIssuer !== undefined) {
    const needed = [options.publicUrl, options.authOidcClientId, options.authOidcClientSecret]
    for (const { name } of needed) {
      if (!environment[name]?.trim()) problems.push(`AUTH_OIDC_ISSUER needs ${name}`)
    }
  }
  if (values.s3Url !== undefined) {
    for (const { name } of [options.s3AccessKeyId, options.s3SecretAccessKey]) {
      if (!environment[name]?.trim()) problems.push(`S3_URL needs ${name}`)
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return values as Config
}
