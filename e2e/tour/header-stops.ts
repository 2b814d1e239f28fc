import type { Scene, Stop } from '#e2e/tour/tour'

async function openMenu({ page, say }: Scene): Promise<void> {
  await page.getByRole('button', { name: say('documents.menu'), exact: true }).click()
  await page.getByRole('menu').waitFor()
}

async function openSharing(scene: Scene): Promise<void> {
  const { page, say, isPhone } = scene
  if (isPhone) {
    await openMenu(scene)
    await page.getByRole('menuitem', { name: say('sharing.share'), exact: true }).click()
  } else await page.getByRole('button', { name: say('sharing.share'), exact: true }).click()
  await page.getByLabel(say('sharing.general.title')).waitFor()
}

/** What opens from the header of a document, of which somebody else has come to it too. */
export const headerStops: readonly Stop[] = [
  { name: 'document-menu', open: openMenu },
  {
    name: 'people',
    open: async ({ page, say }) => {
      await page
        .getByRole('button', { name: /(here|aquí): / })
        .first()
        .click()
      await page.getByRole('dialog', { name: say('presence.title') }).waitFor()
    },
  },
  {
    name: 'own-name',
    open: async (scene) => {
      const { page, say, isPhone } = scene
      if (isPhone) {
        await openMenu(scene)
        await page.getByRole('menuitem', { name: say('guests.yourName') }).click()
      } else await page.getByRole('button', { name: say('guests.you', { name: '' }) }).click()
      await page.getByRole('dialog', { name: say('guests.yourName') }).waitFor()
    },
  },
  { name: 'share', open: openSharing },
  {
    name: 'share-new-link',
    open: async (scene) => {
      await openSharing(scene)
      await scene.page.getByRole('button', { name: scene.say('sharing.newLink.begin') }).click()
      await scene.page.getByLabel(scene.say('sharing.newLink.role')).selectOption('commenter')
    },
    close: async ({ page, say }) => {
      await page.getByRole('button', { name: say('sharing.newLink.cancel'), exact: true }).click()
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'share-made-link',
    open: async (scene) => {
      const { page, say } = scene
      await openSharing(scene)
      await page.getByRole('button', { name: say('sharing.newLink.begin') }).click()
      await page.getByLabel(say('sharing.newLink.role')).selectOption('viewer')
      await page.getByRole('button', { name: say('sharing.newLink.make') }).click()
      await page.getByLabel(say('sharing.newLink.address')).waitFor()
    },
    close: async ({ page, say }) => {
      await page.getByRole('button', { name: say('sharing.newLink.done'), exact: true }).click()
      await page.keyboard.press('Escape')
    },
  },
]

/** What people say to one another and are told; axe goes through these in `chat.spec.ts` and `notifications.spec.ts`. */
export const talkStops: readonly Stop[] = [
  {
    name: 'chat',
    open: async (scene) => {
      const { page, say, isPhone } = scene
      const name = say('chat.title')
      if (isPhone) await openMenu(scene)
      await page.getByRole(isPhone ? 'menuitem' : 'button', { name, exact: true }).click()
      await page.getByRole('textbox', { name: say('chat.write') }).fill(say('chat.empty.text'))
      await page.keyboard.press('Enter')
      await page.getByRole('complementary', { name }).getByRole('listitem').first().waitFor()
    },
  },
  {
    name: 'bell',
    open: async ({ page, say }) => {
      await page.getByRole('button', { name: say('notifications.title'), exact: true }).click()
      await page.getByText(say('notifications.empty.title')).waitFor()
    },
  },
]
