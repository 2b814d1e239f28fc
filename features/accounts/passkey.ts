/** One of somebody's own passkeys. */
export type Passkey = {
  readonly id: string
  /** Empty where nothing is known of the device that made it. */
  readonly name: string
  readonly addedAt: number | null
}

export const maxPasskeyNameLength = 60
