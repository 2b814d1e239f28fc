import { expect, it } from 'vitest'

import { shownSettings } from '#config/shown-settings'

const environment = {
  PORT: ' 3100 ',
  QUOTA_MB: '',
  COLLAB_SECRET: 'c'.repeat(40),
  AUTH_SECRET: 'a'.repeat(40),
  AUTH_OIDC_CLIENT_SECRET: 'oidc-secret',
  SMTP_URL: 'smtp://me:hidden@mail.example',
}
const setting = (name: string) => shownSettings(environment).find((shown) => shown.name === name)

it('says of each setting what it is and where that comes from', () => {
  expect(setting('PORT')).toMatchObject({ value: { text: '3100' }, source: 'environment' })
  expect(setting('AUTH_GUESTS')).toMatchObject({ value: { text: 'on' }, source: 'default' })
  expect(setting('QUOTA_MB')).toMatchObject({ value: null, source: 'unset', unset: { en: 'no limit' } })
})

it('shows no secret', () => {
  const text = JSON.stringify(shownSettings(environment))
  for (const secret of ['c'.repeat(40), 'a'.repeat(40), 'oidc-secret', 'hidden']) {
    expect(text).not.toContain(secret)
  }
  expect(setting('SMTP_URL')).toMatchObject({ value: 'secret', source: 'environment' })
})
