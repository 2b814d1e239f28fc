import { behaviour } from './behaviour.ts'
import type { Figures } from './figures.ts'
import { diskMbOfYear, sizeOf, type Size } from './model.ts'
import { messageUs } from './simulate.ts'

export type Language = 'en' | 'es'

const sizes = [1, 100, 10_000, 1_000_000]

type Words = Readonly<Record<Language, string>>
type Row = readonly [what: Words, of: (size: Size) => number | string]

const rows: readonly Row[] = [
  [{ en: 'Documents open', es: 'Documentos abiertos' }, ({ documents }) => documents],
  [{ en: 'Keystrokes a second', es: 'Pulsaciones por segundo' }, ({ keystrokes }) => keystrokes],
  [
    {
      en: 'Messages to others a second, carets with them',
      es: 'Mensajes a los demás por segundo, con los cursores',
    },
    ({ deliveries }) => deliveries,
  ],
  [
    { en: 'Collab server: processors at work', es: 'Servidor de colaboración: procesadores ocupados' },
    ({ collab }) => collab.cores,
  ],
  [
    {
      en: 'Collab server: processes, a processor each',
      es: 'Servidor de colaboración: procesos, con un procesador cada uno',
    },
    ({ collab }) => collab.processes,
  ],
  [
    { en: 'Collab server: memory, GB', es: 'Servidor de colaboración: memoria, GB' },
    ({ collab }) => collab.memoryGb,
  ],
  [{ en: 'App: processors at work', es: 'Aplicación: procesadores ocupados' }, ({ app }) => app.cores],
  [{ en: 'App: processes', es: 'Aplicación: procesos' }, ({ app }) => app.processes],
  [{ en: 'App: memory, GB', es: 'Aplicación: memoria, GB' }, ({ app }) => app.memoryGb],
  [
    { en: 'PostgreSQL: rows a second', es: 'PostgreSQL: filas por segundo' },
    ({ postgres }) => postgres?.rows ?? '–',
  ],
  [
    { en: 'PostgreSQL: processors at work', es: 'PostgreSQL: procesadores ocupados' },
    ({ postgres }) => postgres?.cores ?? '–',
  ],
  [
    { en: 'Pliegos, each with its database', es: 'Pliegos, cada uno con su base de datos' },
    ({ installations }) => installations,
  ],
  [
    { en: 'To the network, Mbit/s', es: 'Hacia la red, Mbit/s' },
    ({ megabitsPerSecond }) => megabitsPerSecond,
  ],
  [{ en: 'Disk, GB a year', es: 'Disco, GB al año' }, ({ diskGbPerYear }) => diskGbPerYear],
]

/** What each number of people takes. */
export function sizeTable(figures: Figures, language: Language): string {
  const all = sizes.map((people) => sizeOf(figures, people))
  const head = [
    { en: 'People at once', es: 'Personas a la vez' }[language],
    ...sizes.map((people) => number(people, language)),
  ]
  const lines = rows.map(([what, of]) => [what[language], ...all.map((size) => cell(of(size), language))])
  return table([head, ...lines])
}

/** How the model's price of a message compares with what was measured. */
export function checkTable(figures: Figures, language: Language): string {
  const measured = [
    { readers: 1, us: figures.roomsOfTwoUs, what: { en: '500 rooms of two', es: '500 salas de dos' } },
    {
      readers: 49,
      us: figures.busyUs,
      what: { en: 'a busy room of 50', es: 'una sala de 50 en la que todos escriben' },
    },
    {
      readers: 50,
      us: figures.readers50Us,
      what: { en: 'one writes, 50 read', es: 'una persona escribe y 50 leen' },
    },
    {
      readers: 200,
      us: figures.readers200Us,
      what: { en: 'one writes, 200 read', es: 'una persona escribe y 200 leen' },
    },
  ]
  const head = {
    en: ['µs of processor for a message', 'measured', 'model'],
    es: ['µs de procesador por mensaje', 'medido', 'modelo'],
  }[language]
  const lines = measured.map(({ readers, us, what }) => [
    what[language],
    cell(us, language),
    cell(messageUs(figures, readers), language),
  ])
  return table([head, ...lines])
}

/** What one person takes, for whoever does sums of their own. */
export function personTable(figures: Figures, language: Language): string {
  const of: readonly (readonly [Words, number])[] = [
    [
      {
        en: 'memory of the collab server for both connections, kB',
        es: 'memoria del servidor de colaboración para sus dos conexiones, kB',
      },
      figures.connectionKb + figures.feedKb,
    ],
    [
      {
        en: 'processor for a connection on which nothing happens, µs a second',
        es: 'procesador para una conexión en la que no pasa nada, µs por segundo',
      },
      figures.idleUsPerSecond,
    ],
    [
      {
        en: 'processor for a keystroke that one other person reads, µs',
        es: 'procesador para una pulsación que lee otra persona, µs',
      },
      figures.roomsOfTwoUs,
    ],
    [
      { en: 'the same for each reader more, µs', es: 'lo mismo por cada lector más, µs' },
      figures.delivery200Us,
    ],
    [
      {
        en: 'processor of the collab server to open a long document, ms',
        es: 'procesador del servidor de colaboración para abrir un documento largo, ms',
      },
      figures.coldJoinMs,
    ],
    [
      {
        en: 'processor of the app for the page of a document, ms',
        es: 'procesador de la aplicación para la página de un documento, ms',
      },
      figures.appPageUs / 1e3,
    ],
    [
      {
        en: 'processor of the app for a small request, ms',
        es: 'procesador de la aplicación para una petición pequeña, ms',
      },
      figures.appRequestUs / 1e3,
    ],
    [
      {
        en: 'processor of PostgreSQL for a keystroke, µs',
        es: 'procesador de PostgreSQL para una pulsación, µs',
      },
      figures.postgresRowUs,
    ],
    [
      {
        en: 'more of the collab server for that, µs',
        es: 'lo que eso añade al servidor de colaboración, µs',
      },
      figures.postgresClientRowUs,
    ],
    [
      {
        en: `disk for ${behaviour.hoursPerYear} hours, MB`,
        es: `disco para ${behaviour.hoursPerYear} horas, MB`,
      },
      diskMbOfYear(figures),
    ],
  ]
  const head = { en: ['One person', ''], es: ['Una persona', ''] }[language]
  return table([head, ...of.map(([what, value]) => [what[language], cell(value, language)])])
}

/** As the formatter leaves it: numbers to the right, columns below each other. */
function table(lines: readonly (readonly string[])[]): string {
  const [head = []] = lines
  const widths = head.map((_cell, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join(' | ')} |`
  const bar = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  const [first = '', ...rest] = lines.map(line)
  return [first, `| ${bar.join(' | ')} |`, ...rest].join('\n')
}

const cell = (value: number | string, language: Language): string =>
  typeof value === 'string' ? value : number(value, language)

/** Three digits that count. */
function number(value: number, language: Language): string {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(2))
  return rounded.toLocaleString(language, { useGrouping: true, maximumSignificantDigits: 3 })
}
