import { options, type Option } from '#config/options'
import type { Locale } from '#i18n/locales'

const table: readonly Option<unknown>[] = Object.values(options)

const words: Record<
  Locale,
  { head: readonly string[]; readBy: Record<Option<unknown>['process'], string>; unset: string }
> = {
  en: {
    head: ['Variable', 'Default', 'What it does', 'Read by'],
    readBy: { app: 'app', collab: 'collab server', both: 'both' },
    unset: 'unset',
  },
  es: {
    head: ['Variable', 'Por defecto', 'Qué hace', 'La lee'],
    readBy: { app: 'la aplicación', collab: 'el servidor de colaboración', both: 'ambos' },
    unset: 'sin valor',
  },
}

/** The settings as a Markdown table. */
export function settingsTable(locale: Locale): string {
  const { head, readBy, unset } = words[locale]
  const rows = table.map((option) => [
    `\`${option.name}\``,
    option.default === undefined ? (option.unset?.[locale] ?? unset) : `\`${option.default}\``,
    option.describe[locale],
    readBy[option.process],
  ])
  // Padded as the formatter does it.
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** The settings as a `.env` file in which everything is as without it. */
export function envExample(): string {
  const blocks = table.map((option) => {
    const unset = option.default === undefined && option.unset ? [`# Unset: ${option.unset.en}.`] : []
    return [`# ${option.describe.en}`, ...unset, `#${option.name}=${option.default ?? ''}`].join('\n')
  })
  const head = '# Copy this file to .env and take the # from what you change.'
  return `${[head, ...blocks].join('\n\n')}\n`
}

const markers = {
  start: '<!-- settings: start (made by npm run settings-docs) -->',
  end: '<!-- settings: end -->',
}

/**
 * A Markdown text with the table between its markers made anew.
 * @throws {Error} when the markers are not there
 */
export function withSettingsTable(text: string, locale: Locale): string {
  const start = text.indexOf(markers.start)
  const end = text.indexOf(markers.end)
  if (start < 0 || end < start)
    throw new Error(`the text needs the lines ${markers.start} and ${markers.end}`)
  const before = text.slice(0, start + markers.start.length)
  return `${before}\n\n${settingsTable(locale)}\n\n${text.slice(end)}`
}
