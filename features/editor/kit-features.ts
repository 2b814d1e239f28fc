/** Where something is proved: the test of this title in this file. */
export type Proof = readonly [file: string, title: string]

/**
 * What is more than one command that turns a word into something: `kit.test.ts` shows that each of the commands
 * is found by its names and done by its keys, and that the tests named here are there.
 */
export type KitFeature = {
  readonly feature: string
  /** All of them; a command that is in no row of the kit is an error. */
  readonly commands: readonly string[]
  /** Whose keys do it too. */
  readonly byKeysOf?: readonly string[]
  /** As in `KitRow`. */
  readonly slash?: readonly [en: string, es: string]
  /** What is typed for it, and the test of that. */
  readonly typed?: readonly [typed: string, proof: Proof]
  /** Others who edit do not disturb it, or it them; for what is in nobody's document, what it does. */
  readonly tested: Proof
}

const commands = 'features/editor/commands'
const tables = 'features/editor/tables'
const images = 'features/editor/images/image-commands.test.ts'
const inTable = 'two people at once, one a row and one a column'

export const kitFeatures: readonly KitFeature[] = [
  {
    feature: 'undo and redo',
    commands: ['undo', 'redo'],
    tested: ['e2e/inherited-bugs.spec.ts', 'undo takes back only mine, and never what was there when I came'],
  },
  {
    feature: 'colours of letters and their ground',
    commands: ['colors'],
    tested: [`${commands}/color-commands.test.ts`, 'two colours for the same text at once end as one'],
  },
  {
    feature: 'links',
    commands: ['link'],
    typed: [
      '[text](address)',
      ['features/editor/links/typed-links.test.ts', 'text in brackets and an address become a link'],
    ],
    tested: ['e2e/editing.spec.ts', 'a link is made, followed, changed, copied and removed'],
  },
  {
    feature: 'less indent',
    commands: ['outdent'],
    tested: ['e2e/editing.spec.ts', 'lists go deeper and back with Tab'],
  },
  {
    feature: 'tables',
    commands: ['table', 'deleteTable'],
    slash: ['table', 'tabla'],
    typed: [
      '| a | b |',
      ['features/editor/tables/typed-tables.test.ts', 'a row between bars and Enter are a table'],
    ],
    tested: [`${tables}/tables.test.ts`, inTable],
  },
  {
    feature: 'rows and columns',
    commands: ['rowAbove', 'rowBelow', 'deleteRow', 'columnBefore', 'columnAfter', 'deleteColumn'],
    tested: [`${tables}/tables.test.ts`, inTable],
  },
  {
    feature: 'header row and column, joined cells',
    commands: ['headerRow', 'headerColumn', 'mergeCells', 'splitCell'],
    tested: [
      `${tables}/tables.test.ts`,
      'cells are merged and split again, while another writes in another cell',
    ],
  },
  {
    feature: 'widths of columns',
    commands: ['columnWider', 'columnNarrower', 'evenColumns'],
    tested: [`${tables}/column-widths.test.ts`, 'wider, narrower and even by the menu, while another writes'],
  },
  {
    feature: 'images',
    commands: ['image'],
    slash: ['image', 'imagen'],
    tested: [
      'e2e/image-editing.spec.ts',
      'images come in by the file picker, by paste and by drop, and others see them',
    ],
  },
  {
    feature: 'size of images',
    commands: ['imageLarger', 'imageSmaller'],
    tested: [images, 'smaller and larger by keys, while another writes above it'],
  },
  {
    feature: 'place of images',
    commands: [],
    byKeysOf: ['alignLeft', 'alignCenter', 'alignRight'],
    tested: [images, 'an image is aligned by the same keys as text'],
  },
  {
    feature: 'captions and descriptions of images',
    commands: ['describeImage'],
    tested: ['e2e/image-editing.spec.ts', 'a selected image is described and removed'],
  },
  {
    feature: 'mention',
    commands: ['mention'],
    slash: ['mention', 'mención'],
    typed: [
      '@name',
      [
        'features/editor/mentions/mentions.test.ts',
        'the menu opens by its sign at the beginning of a word, by its command, and not within an address',
      ],
    ],
    tested: [
      'features/editor/mentions/mentions.test.ts',
      'what is chosen takes the place of what was typed, while another writes in the same line',
    ],
  },
  {
    feature: 'comments',
    commands: ['comment', 'nextComment', 'previousComment'],
    tested: [
      'features/editor/binding/comment-anchors.test.ts',
      'commented by the server while the same block is being split: nothing of either is lost',
    ],
  },
  {
    feature: 'emoji',
    commands: ['emoji'],
    slash: ['emoji', 'emoticono'],
    typed: [
      ':smile:',
      ['features/editor/emoji/emoji.test.ts', 'a name is typed after a colon and becomes plain text'],
    ],
    tested: ['features/editor/emoji/emoji.test.ts', 'two people at once, and taken back by one'],
  },
  {
    feature: 'kinds of callouts',
    commands: [],
    typed: ['[!tip]', ['features/editor/blocks/callouts.test.ts', '[!%s] makes one of that kind']],
    tested: ['features/editor/blocks/callouts.test.ts', 'one changes the kind while another writes in it'],
  },
  {
    feature: 'toggles, open for each reader alone',
    commands: [],
    tested: [
      'features/editor/toggles/open-toggles.test.ts',
      'it stays open while others write before and in it',
    ],
  },
  {
    feature: 'languages of code',
    commands: [],
    tested: ['e2e/editing.spec.ts', 'code takes its language and its colours'],
  },
  {
    feature: 'blocks as a whole',
    commands: ['moveUp', 'moveDown', 'duplicate', 'copyBlockLink', 'deleteBlock'],
    tested: [`${commands}/whole-blocks.test.ts`, 'two people move the same block at once'],
  },
  {
    feature: 'find and replace',
    commands: ['find', 'replace'],
    tested: [
      'features/editor/find/find.test.ts',
      'others who type, split and delete around it do not move the hit',
    ],
  },
  {
    feature: 'outline',
    commands: ['outline'],
    tested: ['features/editor/panels/panels.test.ts', 'the outline has the headings in their order'],
  },
  {
    feature: 'count of words and characters',
    commands: ['wordCount'],
    tested: ['e2e/keyboard.spec.ts', 'everything is done by keys alone'],
  },
  {
    feature: 'focus mode',
    commands: ['focusMode'],
    tested: ['features/editor/panels/panels.test.ts', 'Escape in the text ends focus mode'],
  },
  {
    feature: 'paper, margins and language of the document',
    commands: ['pageSetup'],
    tested: [
      'schema/page-setup.test.ts',
      'two people who change different things at once both have their way',
    ],
  },
  {
    feature: 'print',
    commands: ['print'],
    tested: ['e2e/accessibility.spec.ts', 'every menu, panel and dialog of a document is accessible'],
  },
  {
    feature: 'all commands by their names',
    commands: ['palette'],
    tested: ['features/editor/palette/find-commands.test.ts', 'nothing typed shows every command'],
  },
  {
    feature: 'the sheet of shortcuts',
    commands: ['shortcuts'],
    tested: [
      'features/editor/panels/panels.test.ts',
      'the sheet shows every shortcut of every command, once',
    ],
  },
  {
    feature: 'what screen readers say',
    commands: ['announcements'],
    tested: [
      'features/editor/announcements/announcements.test.tsx',
      'says who comes and who goes, in both languages, and forgets it again',
    ],
  },
]
