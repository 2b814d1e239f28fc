import 'server-only'

import { once } from '#features/documents/server/once'
import { PasswordAttempts } from '#features/sharing/server/password-attempts'

/** Those of this process; a restart forgives everybody, which is slower than waiting. */
export const passwordAttempts: () => PasswordAttempts = once(() => new PasswordAttempts())
