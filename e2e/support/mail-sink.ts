import { SMTPServer } from 'smtp-server'

export type MailSink = {
  readonly url: string
  /** Whole mails as they came, oldest first. */
  readonly received: string[]
  /** The text of the next mail that nobody has asked for yet. */
  next(): Promise<string>
  stop(): Promise<void>
}

/**
 * A real mail server that keeps what it is given, or refuses it with an error.
 * @param without what a mail has in it that is not kept, since the test is not about it
 */
export async function startMailSink(refusal?: Error, without?: string): Promise<MailSink> {
  const received: string[] = []
  const waiting: (() => void)[] = []
  let asked = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const mail = Buffer.concat(chunks).toString()
        const isMeant = without === undefined || !mail.replaceAll('=\r\n', '').includes(without)
        if (isMeant) received.push(mail)
        for (const wake of waiting.splice(0)) wake()
        done(refusal)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    async next() {
      const index = asked++
      while (received.length <= index) await new Promise<void>((resolve) => waiting.push(resolve))
      return received[index] ?? ''
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
