import { expect, it, onTestFinished } from 'vitest'

import { createMailer } from '#features/accounts/server/mailer'
import { startMailSink, type MailSink } from '#e2e/support/mail-sink'

const mail = { to: 'ana@example.org', subject: 'Año nuevo', text: 'One\nhttps://pliego.example/x?token=1' }

async function startSink(refusal?: Error): Promise<MailSink> {
  const sink = await startMailSink(refusal)
  onTestFinished(() => sink.stop())
  return sink
}

it('gives a mail to a real mail server', async () => {
  const { url, received } = await startSink()
  await createMailer({ smtpUrl: url, from: 'Pliego <no-reply@pliego.example>' })(mail)
  expect(received).toHaveLength(1)
  expect(received[0]).toMatch(/^From: Pliego <no-reply@pliego\.example>\r$/m)
  expect(received[0]).toMatch(/^To: ana@example\.org\r$/m)
  expect(received[0]).toMatch(/^Subject: =\?UTF-8\?/m)
})

it('says so where the mail server refuses, or is not there', async () => {
  const { url } = await startSink(new Error('full'))
  const from = 'no-reply@pliego.example'
  await expect(createMailer({ smtpUrl: url, from })(mail)).rejects.toThrow(/full/)
  await expect(createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from })(mail)).rejects.toThrow(/ECONNREFUSED/)
})

it('writes the mail to the log where there is no mail server', async () => {
  const lines: string[] = []
  await createMailer({ smtpUrl: undefined, from: 'x' }, (line) => lines.push(line))(mail)
  expect(lines).toEqual([`No mail server is set. For ana@example.org: Año nuevo\n${mail.text}`])
})
