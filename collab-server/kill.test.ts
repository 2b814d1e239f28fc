import { expect, test } from 'vitest'

import { freePort } from '#collab-server/testing/free-port'
import { chooseSeed, seededRandom } from '#collab-server/testing/random'
import { startServerProcess } from '#collab-server/testing/server-process'
import { temporaryFolder } from '#collab-server/testing/temporary-folder'
import { countLost, Tally, typeUntil, type Testimony } from '#collab-server/testing/witnesses'

const kills = Number(process.env.KILL_ROUNDS ?? 6)
const stops = Number(process.env.STOP_ROUNDS ?? 3)
const powerCuts = Number(process.env.POWER_CUT_ROUNDS ?? 4)

const timeoutMs = (rounds: number): number => 30_000 + rounds * 8_000

const aWhile = (random: () => number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 150 + random() * 500))

type Round = {
  readonly env: Readonly<Record<string, string>>
  readonly random: () => number
}

/** Rounds of people who type into a server until `typeAndEnd` has ended it: how much of what was promised the next one does not know. */
async function lostIn(
  name: string,
  rounds: number,
  typeAndEnd: (round: Round) => Promise<Testimony>,
): Promise<number> {
  const seed = chooseSeed()
  const random = seededRandom(seed)
  const round = { env: { COLLAB_ACCESS: 'open', DATA_DIR: temporaryFolder() }, random }
  const tally = new Tally(`${name}, seed ${seed}`)
  for (let done = 0; done < rounds; done++) {
    const testimony = await typeAndEnd(round)
    const restarted = await startServerProcess(round.env)
    tally.add(testimony, await countLost(restarted.url, testimony))
    await restarted.kill(random() < 0.5 ? 'SIGKILL' : 'SIGTERM')
  }
  const { lost, promisedEach } = tally.conclude()
  expect(promisedEach).toBeGreaterThan(10)
  return lost
}

test(
  'S4, A1: SIGKILL loses nothing that anybody saw or that the writer was told is saved',
  async () => {
    const lost = await lostIn('SIGKILL', kills, async ({ env, random }) => {
      const server = await startServerProcess(env)
      return typeUntil(server.url, random, async () => {
        await aWhile(random)
        await server.kill('SIGKILL')
      })
    })
    expect(lost).toBe(0)
  },
  timeoutMs(kills),
)

test(
  'SIGTERM while people type loses nothing, ends within 5 s and tells everybody to come back (1012)',
  async () => {
    let slowestMs = 0
    const lost = await lostIn('SIGTERM', stops, async ({ env, random }) => {
      const server = await startServerProcess(env)
      const testimony = await typeUntil(server.url, random, async () => {
        await aWhile(random)
        const startedAt = performance.now()
        expect(await server.kill('SIGTERM')).toBe(0)
        slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      })
      expect(testimony.closeCodes.slice(0, 2)).toEqual([1012, 1012])
      return testimony
    })
    console.log(`SIGTERM: the slowest took ${Math.round(slowestMs)} ms`)
    expect(slowestMs).toBeLessThan(5_000)
    expect(lost).toBe(0)
  },
  timeoutMs(stops),
)

test(
  'a power cut in the middle of a commit loses nothing but what nobody was told of',
  async () => {
    const lost = await lostIn('power cut', powerCuts, async ({ env, random }) => {
      const port = await freePort()
      const cut = {
        PORT: String(port),
        CUT_AT: String(15 + Math.floor(random() * 60)),
        TEAR: String(random()),
      }
      const server = await startServerProcess({ ...env, ...cut }, 'collab-server/testing/power-cut-server.ts')
      return typeUntil(`ws://127.0.0.1:${port}`, random, () => server.exited)
    })
    expect(lost).toBe(0)
  },
  timeoutMs(powerCuts),
)
