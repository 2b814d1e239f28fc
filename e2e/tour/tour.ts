import { expect, type Page } from '@playwright/test'

import type { Say } from '#e2e/support/words'

/** A page as one person sees it. */
export type Scene = { readonly page: Page; readonly say: Say; readonly isPhone: boolean }

/** Something a page can show: a menu, a dialog, a panel, or nothing at all. */
export type Stop = {
  readonly name: string
  /** Only where there is a mouse, or only where there is none. */
  readonly only?: 'desk' | 'phone'
  /** Resolves when all of it is there. */
  readonly open: (scene: Scene) => Promise<void>
  /** Else Escape does, once. */
  readonly close?: (scene: Scene) => Promise<void>
}

/** Whatever can lie over a page. */
const overlays = '[role=menu], [role=dialog], [role=listbox]'

/** Goes through all stops in one page, and looks at each while it is open. */
export async function walk(
  stops: readonly Stop[],
  scene: Scene,
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const { name, only, open, close } of stops) {
    if (only !== undefined && (only === 'phone') !== scene.isPhone) continue
    await open(scene)
    await look(name)
    if (close) await close(scene)
    else await scene.page.keyboard.press('Escape')
    await expect(scene.page.locator(overlays), `after ${name}`).toHaveCount(0)
  }
}
