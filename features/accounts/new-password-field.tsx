'use client'
import { useTranslations } from 'next-intl'

import { maxPasswordLength, minPasswordLength } from '#features/accounts/password-rules'
import { TextField } from '#ui/text-field'

type NewPasswordFieldProps = { label: string; name: string; unfit: boolean }

/** Where a password is chosen, which managers of passwords offer to make. */
export function NewPasswordField({ label, name, unfit }: NewPasswordFieldProps) {
  const t = useTranslations('accounts')
  return (
    <TextField
      label={label}
      hint={t('passwordHint', { least: minPasswordLength })}
      name={name}
      type="password"
      autoComplete="new-password"
      minLength={minPasswordLength}
      maxLength={maxPasswordLength}
      required
      error={
        unfit ? t('failed.passwordUnfit', { least: minPasswordLength, most: maxPasswordLength }) : undefined
      }
    />
  )
}
