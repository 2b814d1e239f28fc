import { traceLength } from './load/trace.ts'

/** Somebody in a room: types so many keystrokes in all, at a rate, and moves the caret at a rate. */
export type Member = {
  readonly room: string
  readonly clientId: number
  readonly keystrokes: number
  readonly keysPerSecond: number
  readonly caretsPerSecond: number
  /** The one who applies everything at once and notes when it came. */
  readonly probe: boolean
}

export type Scenario = {
  readonly name: string
  readonly title: string
  readonly question: string
  /** One list a load process. */
  readonly processes: readonly (readonly Member[])[]
  /** Keystrokes are those of the recorded trace and go as fast as the server takes them. */
  readonly trace: boolean
}

const seconds = 8

const silent = { keystrokes: 0, keysPerSecond: 0, caretsPerSecond: 0, probe: false }

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** Every second member to the other load process. */
function inTwo(members: readonly Member[]): Member[][] {
  return [0, 1].map((half) => members.filter((_, index) => index % 2 === half))
}

const writer = (perSecond: number) => ({ keystrokes: perSecond * seconds, keysPerSecond: perSecond })

export const scenarios: readonly Scenario[] = [
  {
    name: 'readers',
    title: 'One writer, 50 readers',
    question: '1 room; 50 keystrokes/s; 50 others read',
    processes: [
      [{ ...silent, ...writer(50), room: 'readers', clientId: 1 }],
      times(50, (index) => ({ ...silent, room: 'readers', clientId: 100 + index, probe: index === 0 })),
    ],
    trace: false,
  },
  {
    name: 'busy',
    title: 'Busy room of 20',
    question: '1 room; each of 20 types 10 keystrokes/s and moves the caret 10 times/s',
    processes: inTwo(
      times(20, (index) => ({
        ...writer(10),
        caretsPerSecond: 10,
        room: 'busy',
        clientId: 1 + index,
        probe: index === 1,
      })),
    ),
    trace: false,
  },
  {
    name: 'rooms',
    title: '200 rooms of 2',
    question: '200 rooms; each of 2 members types 2 keystrokes/s',
    processes: inTwo(
      times(400, (index) => ({
        ...silent,
        ...writer(2),
        room: `rooms-${Math.floor(index / 2)}`,
        clientId: 1 + index,
        probe: index === 1,
      })),
    ),
    trace: false,
  },
  {
    name: 'trace',
    title: 'A recorded document',
    question: `the first ${traceLength} single edits of a recorded paper, as fast as they are taken; 1 reader`,
    processes: [
      [{ ...silent, keystrokes: traceLength, room: 'trace', clientId: 1 }],
      [{ ...silent, room: 'trace', clientId: 2 }],
    ],
    trace: true,
  },
]
