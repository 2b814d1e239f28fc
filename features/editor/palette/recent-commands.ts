const storageKey = 'pliego_recent_commands'
const most = 5

/** Ids of the commands chosen last in the palette of this browser, the newest first. */
export function recentCommands(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, most) : []
  } catch {
    // Kept by nobody, or not by us: a list of habits is worth no message.
    return []
  }
}

export function rememberCommand(id: string): void {
  const ids = [id, ...recentCommands().filter((other) => other !== id)].slice(0, most)
  try {
    localStorage.setItem(storageKey, JSON.stringify(ids))
  } catch {
    // No room, or forbidden: the palette then begins with all commands.
  }
}
