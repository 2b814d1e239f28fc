import { seededRandom } from '#collab-server/testing/random'
import { behaviour } from './behaviour.ts'
import type { Figures } from './figures.ts'

/** What happens in a second where so many people are at once. */
export type Load = {
  readonly people: number
  readonly documents: number
  readonly keystrokes: number
  /** Of keystrokes and carets, to other people. */
  readonly deliveries: number
  /** Processor time of collab servers for keystrokes and carets, seconds a second. */
  readonly typingCores: number
}

/**
 * Microseconds of the collab server for one message to so many readers: what a keystroke in a room of two takes, and for
 * each reader beyond the first what a delivery takes where there are 200.
 */
export function messageUs(figures: Pick<Figures, 'roomsOfTwoUs' | 'delivery200Us'>, readers: number): number {
  return figures.roomsOfTwoUs + Math.max(readers - 1, 0) * figures.delivery200Us
}

/**
 * Puts people into documents, and has some of them type, by chance but always the same: what it costs depends on who
 * happens to be together. A caret goes with each keystroke, and counts as much as one: nobody alone has readers.
 */
export function simulate(figures: Figures, people: number): Load {
  const random = seededRandom(people)
  const load = { people: 0, documents: 0, keystrokes: 0, deliveries: 0, typingCores: 0 }
  while (load.people < people) {
    const members = Math.min(roomSize(random), people - load.people)
    let typing = 0
    for (let n = 0; n < members; n++) if (random() < behaviour.shareTyping) typing += 1
    const keystrokes = typing * behaviour.keystrokesPerSecond
    const readers = members - 1
    load.people += members
    load.documents += 1
    load.keystrokes += keystrokes
    load.deliveries += 2 * keystrokes * readers
    load.typingCores += (2 * keystrokes * messageUs(figures, readers)) / 1e6
  }
  return load
}

function roomSize(random: () => number): number {
  let chance = random()
  for (const { share, least, most } of behaviour.rooms) {
    if (chance < share) return least + Math.floor(random() * (most - least + 1))
    chance -= share
  }
  return 1
}
