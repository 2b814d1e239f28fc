import { createTransport } from 'nodemailer'

export type Mail = { readonly to: string; readonly subject: string; readonly text: string }

export type MailSettings = {
  /** `smtp://user:password@host:port` or `smtps://…`; without it mails are written to the log. */
  readonly smtpUrl: string | undefined
  /** Whom mails are from. */
  readonly from: string
}

/** Sends one mail. Rejects where the mail server does not take it. */
export type Mailer = (mail: Mail) => Promise<void>

// A mail server that does not answer must not hold what waits for it for minutes.
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

/** A connection for each mail: they are few, and one kept open is dropped by the mail server in between. */
export function createMailer(
  { smtpUrl, from }: MailSettings,
  log: (text: string) => void = (text) => console.log(text),
): Mailer {
  if (smtpUrl === undefined) {
    return async ({ to, subject, text }) => log(`No mail server is set. For ${to}: ${subject}\n${text}`)
  }
  const url = new URL(smtpUrl)
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const secure = url.protocol === 'smtps:'
  const transport = createTransport({
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(auth.user !== '' && { auth }),
    ...timeouts,
    // Whatever is in a mail, it brings no file of this machine and nothing from elsewhere along.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async (mail) => void (await transport.sendMail({ from, ...mail }))
}
