import { can, type Role } from '#access/roles'

/** What a writer's keys do: change the text, propose to change it, or nothing. */
export const writingModes = ['editing', 'suggesting', 'viewing'] as const

export type WritingMode = (typeof writingModes)[number]

/** The first is where one begins. */
export function modesFor(role: Role): readonly WritingMode[] {
  if (can(role, 'write')) return writingModes
  return can(role, 'suggest') ? ['suggesting', 'viewing'] : []
}

/** As Google Docs has them; by the place of the key, since Alt makes other letters of them on some keyboards. */
export const modeKeys: Readonly<Record<WritingMode, { readonly code: string; readonly shown: string }>> = {
  editing: { code: 'KeyZ', shown: 'Mod-Alt-Shift-z' },
  suggesting: { code: 'KeyX', shown: 'Mod-Alt-Shift-x' },
  viewing: { code: 'KeyC', shown: 'Mod-Alt-Shift-c' },
}

/** Of one person: another may sign in within the tab. */
export type Writer = { readonly documentId: string; readonly userId: string }

const storageKey = ({ documentId, userId }: Writer) => `pliego_mode_${userId}_${documentId}`

/** Of this tab: a reload leaves one where one was. */
export function rememberedMode(writer: Writer, role: Role): WritingMode {
  const modes = modesFor(role)
  let remembered: string | null = null
  try {
    remembered = sessionStorage.getItem(storageKey(writer))
  } catch (error) {
    console.warn('The mode was not remembered', error)
  }
  return modes.find((mode) => mode === remembered) ?? modes[0] ?? 'viewing'
}

export function rememberMode(writer: Writer, mode: WritingMode): void {
  try {
    sessionStorage.setItem(storageKey(writer), mode)
  } catch (error) {
    console.warn('The mode will not be remembered', error)
  }
}
