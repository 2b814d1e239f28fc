import type { Locale } from '#i18n/locales'
import type { Checked, CopyStep } from './copy-contents.ts'

/** What the command says, to whoever runs it. */
type Words = {
  readonly usage: string
  readonly noDatabase: string
  readonly begins: (from: string, to: string, documents: number) => string
  readonly continues: (documents: number) => string
  readonly steps: Readonly<Record<CopyStep, (done: number, all: number) => string>>
  readonly identical: (checked: Checked) => string
  readonly differs: (names: string) => string
  readonly next: Readonly<Record<'to-postgres' | 'to-folder', string>>
  readonly nothingIn: (place: string) => string
  readonly folderInUse: (folder: string) => string
  readonly databaseInUse: string
  readonly folderTaken: (files: string) => string
  readonly databaseTaken: string
  readonly takenMeanwhile: string
  readonly damaged: (reason: string) => string
}

const number = (locale: Locale) => {
  const format = new Intl.NumberFormat(locale)
  return (count: number): string => format.format(count)
}

function english(): Words {
  const n = number('en')
  return {
    usage: `npm run copy-store -- to-postgres: copies what is in DATA_DIR into the empty database of DATABASE_URL.
npm run copy-store -- to-folder: copies what is in the database of DATABASE_URL into DATA_DIR, where no database may be.
Stop Pliego before. A copy that was interrupted goes on when it is begun again.`,
    noDatabase: 'Set DATABASE_URL to the PostgreSQL database, like postgres://user:password@host/database.',
    begins: (from, to, documents) => `Copying ${n(documents)} documents from ${from} to ${to}`,
    continues: (documents) =>
      `Going on with a copy that was interrupted: ${n(documents)} documents are there`,
    steps: {
      documents: (done, all) => `Documents: ${n(done)} of ${n(all)}`,
      tables: (done, all) => `Lists and accounts: ${n(done)} of ${n(all)} tables`,
      checkingDocuments: (done, all) => `Comparing documents: ${n(done)} of ${n(all)}`,
      checkingTables: (done, all) => `Comparing lists and accounts: ${n(done)} of ${n(all)} tables`,
    },
    identical: ({ documentCount, entryCount, tableCount, rowCount, digest }) =>
      `Identical: ${n(documentCount)} documents with ${n(entryCount)} entries, ${n(tableCount)} tables with ${n(rowCount)} rows.\nSHA-256 of all of it: ${digest}`,
    differs: (names) =>
      `The copy is not the same as what it was made of: ${names}. Nothing was put in place. Was something else at work there? Stop Pliego and begin again.`,
    next: {
      'to-postgres':
        'Start Pliego with DATABASE_URL. Keep DATA_DIR: pictures and secrets stay there. Its collab.sqlite, app.sqlite and journal are as they were, and not used any more.',
      'to-folder':
        'Start Pliego without DATABASE_URL. Pictures and secrets were not copied: DATA_DIR has to be the folder that has them, or they have to be brought there. What is in PostgreSQL is as it was.',
    },
    nothingIn: (place) => `There is nothing to copy in ${place}.`,
    folderInUse: (folder) => `${folder} is in use: stop Pliego first.`,
    databaseInUse: 'The database of DATABASE_URL is in use: stop Pliego first.',
    folderTaken: (files) =>
      `There is a database already: move ${files} away, or let DATA_DIR name another folder.`,
    databaseTaken:
      'The database of DATABASE_URL has documents or accounts already. Name an empty one, or drop its schemas pliego_app and pliego_collab.',
    takenMeanwhile: 'Something was put into the place of the copy meanwhile. The copy was left beside it.',
    damaged: (reason) =>
      `${reason}. Nothing was put in place. Delete this document for good, or bring it back from a backup, and begin again.`,
  }
}

function spanish(): Words {
  const n = number('es')
  return {
    usage: `npm run copy-store -- to-postgres: copia lo que hay en DATA_DIR a la base vacía de DATABASE_URL.
npm run copy-store -- to-folder: copia lo que hay en la base de DATABASE_URL a DATA_DIR, donde no puede haber ninguna base.
Detén Pliego antes. Una copia interrumpida sigue cuando se empieza otra vez.`,
    noDatabase: 'Pon en DATABASE_URL la base de PostgreSQL, como postgres://usuario:clave@host/base.',
    begins: (from, to, documents) => `Copiando ${n(documents)} documentos de ${from} a ${to}`,
    continues: (documents) => `Sigue una copia interrumpida: ya hay ${n(documents)} documentos`,
    steps: {
      documents: (done, all) => `Documentos: ${n(done)} de ${n(all)}`,
      tables: (done, all) => `Listas y cuentas: ${n(done)} de ${n(all)} tablas`,
      checkingDocuments: (done, all) => `Comparando documentos: ${n(done)} de ${n(all)}`,
      checkingTables: (done, all) => `Comparando listas y cuentas: ${n(done)} de ${n(all)} tablas`,
    },
    identical: ({ documentCount, entryCount, tableCount, rowCount, digest }) =>
      `Idéntico: ${n(documentCount)} documentos con ${n(entryCount)} entradas, ${n(tableCount)} tablas con ${n(rowCount)} filas.\nSHA-256 de todo: ${digest}`,
    differs: (names) =>
      `La copia no es igual al original: ${names}. No se puso nada en su sitio. ¿Había algo más trabajando ahí? Detén Pliego y empieza otra vez.`,
    next: {
      'to-postgres':
        'Arranca Pliego con DATABASE_URL. Conserva DATA_DIR: las imágenes y los secretos siguen ahí. Sus collab.sqlite, app.sqlite y journal quedan como estaban y ya no se usan.',
      'to-folder':
        'Arranca Pliego sin DATABASE_URL. Las imágenes y los secretos no se copiaron: DATA_DIR tiene que ser la carpeta que los tiene, o hay que llevarlos ahí. Lo que hay en PostgreSQL queda como estaba.',
    },
    nothingIn: (place) => `No hay nada que copiar en ${place}.`,
    folderInUse: (folder) => `${folder} está en uso: detén Pliego primero.`,
    databaseInUse: 'La base de DATABASE_URL está en uso: detén Pliego primero.',
    folderTaken: (files) => `Ya hay una base: lleva ${files} a otro sitio o pon otra carpeta en DATA_DIR.`,
    databaseTaken:
      'La base de DATABASE_URL ya tiene documentos o cuentas. Pon una vacía o borra sus esquemas pliego_app y pliego_collab.',
    takenMeanwhile: 'Mientras tanto, algo ocupó el sitio de la copia. La copia quedó al lado.',
    damaged: (reason) =>
      `${reason}. No se puso nada en su sitio. Borra este documento para siempre o recupéralo de una copia de seguridad, y empieza otra vez.`,
  }
}

export type CopyWords = Words

/** In the language that the environment of a terminal names; English unless it is Spanish. */
export function wordsOf(environment: Readonly<Record<string, string | undefined>>): CopyWords {
  const named = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^es([_.@-]|$)/i.test(named) ? spanish() : english()
}
