import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { eventually } from '#collab-server/testing/eventually'
import { FailingFiles, type DiskFault } from '#collab-server/testing/failing-files'
import { startServerProcess } from '#collab-server/testing/server-process'
import { startTestServer, type TestServer } from '#collab-server/testing/start-test-server'
import { stockClient, synced } from '#collab-server/testing/stock-client'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { textUpdate, WireClient } from '#collab-server/testing/wire-client'
import { updateMessage } from '#protocol/message-parts'
import { JournaledDocumentUpdateStore } from '#storage/journal/journaled-document-update-store'

const textIn = (client: WireClient): string => client.receivedDoc().getText('text').toJSON()

async function read(server: { url: string }, roomName: string): Promise<string> {
  const reader = await WireClient.connect(`${server.url}/${roomName}`)
  await reader.catchUp()
  const text = textIn(reader)
  reader.webSocket.terminate()
  return text
}

async function write(
  server: { url: string },
  roomName: string,
  text: string,
  clientId: number,
): Promise<void> {
  const writer = await WireClient.connect(`${server.url}/${roomName}?acks=1`)
  writer.send(updateMessage(textUpdate(text, clientId)))
  await eventually(() => expect(writer.acks.at(-1)?.messageCount).toBe(1))
  writer.webSocket.terminate()
}

function journalOf(dataDir: string): string {
  const [name = ''] = readdirSync(path.join(dataDir, 'journal')).toSorted()
  return path.join(dataDir, 'journal', name)
}

async function start(files: FailingFiles, dataDir: string): Promise<TestServer> {
  return startTestServer({
    access: { mode: 'open' },
    dataDir,
    openStore: (onCrash) => JournaledDocumentUpdateStore.open(dataDir, { onCrash, files }),
  })
}

async function leaveJournal(): Promise<{ env: Record<string, string>; file: string }> {
  const env = { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }
  const server = await startServerProcess(env)
  await write(server, 'sound', 'this is sound', 1)
  await write(server, 'broken', 'this will break', 2)
  await write(server, 'sound', '!', 3)
  await server.kill('SIGKILL')
  return { env, file: journalOf(env.DATA_DIR) }
}

/** Several servers start in one test, each a process. */
const processesTimeoutMs = 60_000

describe('A3: a disk that takes nothing', () => {
  it.each<[string, DiskFault]>([
    ['is full', 'ENOSPC'],
    ['is read-only', 'EROFS'],
    ['fails to sync', 'EIO'],
  ])(
    'because it %s: nothing is acknowledged or shown, everything is still read, and all arrives later, without a restart',
    async (_what, fault) => {
      const [files, dataDir] = [new FailingFiles(), temporaryFolder()]
      const server = await start(files, dataDir)
      await write(server, 'one', 'kept', 1)
      await write(server, 'two', 'kept too', 2)
      const ana = stockClient(server.url, 'one')
      await synced(ana)
      const witness = await WireClient.connect(`${server.url}/one`)
      await witness.catchUp()

      files.fault = fault
      const writer = await WireClient.connect(`${server.url}/two?acks=1`)
      writer.send(updateMessage(textUpdate('lost', 3)))
      ana.doc.getText('text').insert(0, 'typed on a sick disk, ')
      expect(await writer.closed).toMatchObject({ code: 4503 })
      expect(await witness.closed).toMatchObject({ code: 4503 })
      expect(writer.acks).toEqual([])
      expect(textIn(witness)).toBe('kept')
      await eventually(() => expect(files.refusals).toBeGreaterThan(3))
      expect(await read(server, 'two')).toBe('kept too')

      files.fault = undefined
      await eventually(async () => expect(await read(server, 'one')).toBe('typed on a sick disk, kept'))
      await write(server, 'two', '!', 4)
      ana.destroy()
      await server.close()

      const again = await start(new FailingFiles(), dataDir)
      expect(await read(again, 'one')).toBe('typed on a sick disk, kept')
      expect(await read(again, 'two')).toHaveLength('kept too!'.length)
    },
  )
})

/** Makes a small file system of its own, which wants root; long runs do. */
const onRealDisk = process.env.FULL_DISK === '1' && process.getuid?.() === 0

describe.runIf(onRealDisk)('A3: a disk that is really full', () => {
  it(
    'acknowledges nothing, and takes everything once there is room, without a restart',
    async () => {
      const dataDir = temporaryFolder()
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dataDir])
      onTestFinished(() => void execFileSync('umount', ['--lazy', dataDir]))
      const server = await startServerProcess({ COLLAB_ACCESS: 'open', DATA_DIR: dataDir })
      await write(server, 'room', 'before ', 1)
      const ballast = path.join(dataDir, 'ballast')
      expect(() => writeFileSync(ballast, Buffer.alloc(8 << 20))).toThrow('ENOSPC')

      // More than the file that was made ahead holds.
      const writer = await WireClient.connect(`${server.url}/room?acks=1`)
      let sent = 0
      while (writer.webSocket.readyState === writer.webSocket.OPEN && sent < 200) {
        writer.send(updateMessage(textUpdate('x'.repeat(20_000), 100 + sent)))
        sent++
        await eventually(() =>
          expect((writer.acks.at(-1)?.messageCount ?? 0) === sent || writer.webSocket.readyState > 1).toBe(
            true,
          ),
        )
      }
      expect(await writer.closed).toMatchObject({ code: 4503 })
      const acked = writer.acks.at(-1)?.messageCount ?? 0
      const ana = stockClient(server.url, 'room')
      ana.doc.getText('text').insert(0, 'typed on a full disk ')
      expect(await read(server, 'room')).toHaveLength('before '.length + acked * 20_000)
      console.log(`a real full disk: ${acked} of ${sent} writes acknowledged, the rest refused`)

      rmSync(ballast)
      const expected = 'before typed on a full disk '.length + acked * 20_000
      await eventually(async () => expect(await read(server, 'room')).toHaveLength(expected))
      ana.destroy()
      await server.kill('SIGKILL')
      const again = await startServerProcess({ COLLAB_ACCESS: 'open', DATA_DIR: dataDir })
      expect(await read(again, 'room')).toHaveLength(expected)
      await again.kill('SIGTERM')
    },
    processesTimeoutMs,
  )
})

describe.runIf(onRealDisk)('a server on a disk that is really full', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends as ever with %s, and starts again to be read',
    async (signal) => {
      const dataDir = temporaryFolder()
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dataDir])
      onTestFinished(() => void execFileSync('umount', ['--lazy', dataDir]))
      const env = { COLLAB_ACCESS: 'open', DATA_DIR: dataDir }
      const server = await startServerProcess(env)
      // More than the pages that SQLite has in its log already.
      await write(server, 'room', 'x'.repeat(200_000), 1)
      const ballast = path.join(dataDir, 'ballast')
      expect(() => writeFileSync(ballast, Buffer.alloc(8 << 20))).toThrow('ENOSPC')
      expect(await server.kill(signal)).toBe(signal === 'SIGTERM' ? 0 : null)

      const again = await startServerProcess(env)
      expect(await read(again, 'room')).toHaveLength(200_000)
      const writer = await WireClient.connect(`${again.url}/room?acks=1`)
      writer.send(updateMessage(textUpdate('more', 2)))
      expect(await writer.closed).toMatchObject({ code: 4503 })
      rmSync(ballast)
      const [ana, luz] = [stockClient(again.url, 'room'), stockClient(again.url, 'room')]
      ana.doc.getText('text').insert(0, '!')
      await eventually(() => expect(luz.doc.getText('text').length).toBe(200_001))
      ana.destroy()
      luz.destroy()
      expect(await again.kill('SIGTERM')).toBe(0)
    },
    processesTimeoutMs,
  )
})

describe('a journal that a killed server left', () => {
  it(
    'C1: costs a document of which an entry is damaged 4410, for good, and no other anything',
    async () => {
      const { env, file } = await leaveJournal()
      const bytes = readFileSync(file)
      const at = bytes.indexOf('this will break')
      expect(at).toBeGreaterThan(0)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(file, bytes)
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const server = await startServerProcess(env)
        const broken = await WireClient.connect(`${server.url}/broken`)
        expect(await broken.closed).toMatchObject({ code: 4410 })
        expect(broken.messages).toEqual([])
        expect(await read(server, 'sound')).toHaveLength('this is sound!'.length)
        await server.kill(signal)
      }
      expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith('.damaged'))).toHaveLength(1)
    },
    processesTimeoutMs,
  )

  it(
    'is missed where it is gone: the server says so and does not start',
    async () => {
      const { env, file } = await leaveJournal()
      rmSync(file)
      const server = await startServerProcess(env)
      expect(await server.exited).toBe(75)
      expect(server.stderr()).toMatch(/^The store cannot be opened: .*00000001\.log/)
    },
    processesTimeoutMs,
  )
})
