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

const storageKey = (documentId: string) => `pliego_mode_${documentId}`

/** Of this tab: a reload leaves one where one was. */
export function rememberedMode(documentId: string, role: Role): WritingMode {
  const modes = modesFor(role)
  let remembered: string | null = null
  try {
    remembered = sessionStorage.getItem(storageKey(documentId))
  } catch (error) {
    console.warn('The mode was not remembered', error)
  }
  return modes.find((mode) => mode === remembered) ?? modes[0] ?? 'viewing'
}

export function rememberMode(documentId: string, mode: WritingMode): void {
  try {
    sessionStorage.setItem(storageKey(documentId), mode)
  } catch (error) {
    console.warn('The mode will not be remembered', error)
  }
}
