import { options, type Option } from '#config/options'

export type ShownSetting = {
  readonly name: string
  /** As it was written; null where it is not set, `secret` where it is and nobody is to see it. */
  readonly value: { readonly text: string } | 'secret' | null
  readonly source: 'environment' | 'default' | 'unset'
} & Pick<Option<unknown>, 'describe' | 'unset'>

/** The settings of this process as they may be shown to whoever administers it. */
export function shownSettings(environment: Readonly<Record<string, string | undefined>>): ShownSetting[] {
  return Object.values<Option<unknown>>(options).map(({ name, describe, unset, secret, ...option }) => {
    const written = environment[name]?.trim() || undefined
    const text = written ?? option.default
    const about = { name, describe, ...(unset && { unset }) }
    if (text === undefined) return { ...about, value: null, source: 'unset' }
    const source = written === undefined ? 'default' : 'environment'
    return { ...about, value: secret ? 'secret' : { text }, source }
  })
}
