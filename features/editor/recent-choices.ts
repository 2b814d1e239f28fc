const prefix = 'pliego_recent_'

/** What was chosen last of a kind in this browser, the newest first. */
export function recentChoices(kind: string, most: number): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(prefix + kind) ?? '[]')
    return Array.isArray(stored) ? stored.filter((choice) => typeof choice === 'string').slice(0, most) : []
  } catch {
    // Kept by nobody, or not by us: a list of habits is worth no message.
    return []
  }
}

export function rememberChoice(kind: string, choice: string, most: number): void {
  const choices = [choice, ...recentChoices(kind, most).filter((other) => other !== choice)].slice(0, most)
  try {
    localStorage.setItem(prefix + kind, JSON.stringify(choices))
  } catch {
    // No room, or forbidden: the list then stays as it was.
  }
}
