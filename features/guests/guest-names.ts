import type { Locale } from '#i18n/locales'

/**
 * Names for people who have not given one: things of nature that say nothing of whoever bears them.
 * The same place in both lists is the same thing, so a suggested name follows the language.
 */
export const guestNames: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Breeze',
    'Comet',
    'Cloud',
    'Coral',
    'Ember',
    'Lagoon',
    'Cedar',
    'Saffron',
    'Pebble',
    'Aurora',
    'Willow',
    'Harbor',
    'Jasmine',
    'Amber',
    'Cinnamon',
    'Dune',
    'Fern',
    'Glacier',
    'Island',
    'Lantern',
    'Maple',
    'Meadow',
    'Nutmeg',
    'Orbit',
    'Paprika',
    'Quartz',
    'Reef',
    'Spark',
    'Tide',
    'Vanilla',
    'Valley',
    'Waterfall',
    'Horizon',
    'Lightning',
    'Seed',
    'Clover',
  ],
  es: [
    'Brisa',
    'Cometa',
    'Nube',
    'Coral',
    'Brasa',
    'Laguna',
    'Cedro',
    'Azafrán',
    'Guijarro',
    'Aurora',
    'Sauce',
    'Puerto',
    'Jazmín',
    'Ámbar',
    'Canela',
    'Duna',
    'Helecho',
    'Glaciar',
    'Isla',
    'Farol',
    'Arce',
    'Pradera',
    'Nuez',
    'Órbita',
    'Pimentón',
    'Cuarzo',
    'Arrecife',
    'Chispa',
    'Marea',
    'Vainilla',
    'Valle',
    'Cascada',
    'Horizonte',
    'Relámpago',
    'Semilla',
    'Trébol',
  ],
}

/** As long as a name may be; longer ones would not fit a caret's flag. */
export const maxNameLength = 40

// Control and line characters, and those that are invisible or turn the direction of what follows.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu

/** A name as it is kept: trimmed, single spaces, nothing unseen, at most 40 characters as people count them. */
export function tidyName(text: string): string {
  const plain = text.normalize('NFC').replaceAll(unseen, ' ').replaceAll(/\s+/g, ' ').trim()
  return characters(plain).slice(0, maxNameLength).join('').trim()
}

function characters(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
}
