import { expect, type Locator, type Page } from '@playwright/test'

import { caretIn, placeCaret } from '#e2e/support/caret'
import { editorIn } from '#e2e/support/people'
import type { SampleWords } from '#e2e/tour/sample-document'
import type { Scene, Stop } from '#e2e/tour/tour'

const toolbar = ({ page, say }: Scene) =>
  page.getByRole('toolbar', { name: say('editor.toolbar'), exact: true })

/** By its name, as anybody can. */
async function run({ page, say }: Scene, command: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P')
  const field = page.getByRole('combobox', { name: say('editor.palette.search') })
  await field.fill(say(`editor.commands.${command}`))
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(
    new RegExp(`^${say(`editor.commands.${command}`)}`),
  )
  await page.keyboard.press('Enter')
  await expect(field).toHaveCount(0)
}

/** The caret there, and the place in the middle of the screen, as if somebody had pressed there. */
async function caretAt(page: Page, marked: string): Promise<void> {
  await placeCaret(page, marked)
  await page.evaluate(() => {
    const at = getSelection()?.anchorNode
    const element = at instanceof Element ? at : at?.parentElement
    element?.scrollIntoView({ block: 'center' })
  })
}

const dialog = ({ page, say }: Scene, title: string): Locator =>
  page.getByRole('dialog', { name: say(title), exact: true })

/** A dialog that a command opens. */
function dialogStop(name: string, command: string, title: string): Stop {
  return {
    name,
    open: async (scene) => {
      await run(scene, command)
      await dialog(scene, title).waitFor()
    },
  }
}

/** What is typed into the last, empty line of the sample, and taken away again. */
function typedStop(name: string, typed: string): Stop {
  return {
    name,
    open: async (scene) => {
      await toLastLine(scene)
      await scene.page.keyboard.type(typed)
      await scene.page.getByRole('listbox').waitFor()
    },
    close: async ({ page }) => {
      await page.keyboard.press('Escape')
      for (let letters = typed.length; letters > 0; letters--) await page.keyboard.press('Backspace')
    },
  }
}

async function toLastLine({ page }: Scene): Promise<void> {
  await editorIn(page).focus()
  await page.keyboard.press('Control+End')
  // The browser moves the caret, and the editor hears of it a moment later.
  await expect.poll(() => caretIn(page)).toBe('|')
}

const nothing = async () => undefined

/** Every menu, panel and dialog of the editor, in a document as `makeSampleDocument` makes it. */
export function editorStops(words: SampleWords): readonly Stop[] {
  const { intro, pointed, link, before, after } = words
  const [left, right] = intro.split(pointed)
  const select = async ({ page, say }: Scene) => {
    await caretAt(page, `${left}|${pointed}|${right}`)
    await page.getByRole('toolbar', { name: say('editor.bubble') }).waitFor()
  }
  const toIntro = ({ page }: Scene) => caretAt(page, `${left}${pointed}|${right}`)
  return [
    { name: 'text', open: toIntro, close: nothing },
    {
      name: 'selection',
      open: select,
      close: async (scene) => {
        await scene.page.keyboard.press('Escape')
        await toIntro(scene)
      },
    },
    {
      name: 'colors',
      open: async (scene) => {
        await select(scene)
        await run(scene, 'colors')
        await dialog(scene, 'editor.colors.title').waitFor()
      },
    },
    {
      name: 'style-menu',
      open: async (scene) => {
        await toIntro(scene)
        const style = scene.say('editor.textStyle', { style: scene.say('editor.commands.paragraph') })
        await toolbar(scene).getByRole('button', { name: style }).click()
        await scene.page.getByRole('menu').waitFor()
      },
    },
    {
      name: 'more-menu',
      open: async (scene) => {
        await toolbar(scene)
          .getByRole('button', { name: scene.say('editor.more'), exact: true })
          .click()
        await scene.page.getByRole('menu').waitFor()
      },
    },
    {
      name: 'palette',
      open: async ({ page, say }) => {
        await page.keyboard.press('Control+Shift+P')
        await dialog({ page, say, isPhone: false }, 'editor.palette.title').waitFor()
      },
    },
    {
      name: 'palette-nothing',
      open: async ({ page, say }) => {
        await page.keyboard.press('Control+Shift+P')
        await page.getByRole('combobox', { name: say('editor.palette.search') }).fill('zzzz')
        await page.getByText(say('editor.palette.none')).waitFor()
      },
    },
    {
      name: 'emoji-picker',
      open: async (scene) => {
        await toIntro(scene)
        await run(scene, 'emoji')
        await dialog(scene, 'editor.emoji.title').waitFor()
      },
    },
    {
      name: 'link-form',
      open: async (scene) => {
        await select(scene)
        await scene.page.keyboard.press('Control+k')
        await scene.page.getByLabel(scene.say('editor.link.address')).fill('javascript:')
        await scene.page.keyboard.press('Enter')
        await scene.page.getByText(scene.say('editor.link.refused')).waitFor()
      },
    },
    {
      name: 'link-card',
      open: async (scene) => {
        await toIntro(scene)
        await editorIn(scene.page).getByRole('link', { name: link }).click()
        await dialog(scene, 'editor.link.title').waitFor()
      },
    },
    {
      name: 'block-menu',
      only: 'desk',
      open: async ({ page, say }) => {
        await caretAt(page, `${before}${link}|${after}`)
        await editorIn(page)
          .getByText(left ?? '')
          .hover()
        await page.getByRole('button', { name: say('editor.blockMenu'), exact: true }).click()
        await page.getByRole('menu').waitFor()
      },
    },
    {
      name: 'table-menu',
      open: async ({ page, say }) => {
        await caretAt(page, `${words.table[1][1]}|`)
        await page
          .getByRole('button', { name: say('editor.tableMenu'), exact: true })
          .last()
          .click()
        await page.getByRole('menu').waitFor()
      },
    },
    {
      name: 'table-cells',
      open: async ({ page }) => {
        await caretAt(page, `${words.table[1][1]}|`)
        for (let step = 0; step < 2; step++) await page.keyboard.press('Shift+ArrowDown')
        await page.keyboard.press('Shift+ArrowRight')
        await expect(editorIn(page).locator('.selectedCell').first()).toBeVisible()
      },
      close: toIntro,
    },
    {
      name: 'image',
      open: async (scene) => {
        await editorIn(scene.page).getByRole('img', { name: words.alt }).click()
        await dialog(scene, 'editor.image.title').waitFor()
      },
      close: toIntro,
    },
    {
      name: 'image-texts',
      open: async (scene) => {
        await editorIn(scene.page)
          .getByRole('img', { name: words.alt })
          .click({ position: { x: 20, y: 20 } })
        await dialog(scene, 'editor.image.title').getByRole('button', { name: words.alt }).click()
        await scene.page.getByLabel(scene.say('editor.image.caption')).waitFor()
      },
      close: async (scene) => {
        await scene.page.keyboard.press('Escape')
        await toIntro(scene)
      },
    },
    {
      name: 'formula',
      open: async (scene) => {
        await editorIn(scene.page)
          .locator('.inline-formula .katex')
          .click({ position: { x: 4, y: 12 } })
        await scene.page.getByLabel(scene.say('editor.formula.source')).fill('\\frac{a}{')
        await scene.page.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
      },
    },
    {
      name: 'previews',
      open: async ({ page, say }) => {
        const diagram = editorIn(page).getByRole('img', {
          name: new RegExp(`^${say('editor.nodes.diagram')}`),
        })
        await diagram.scrollIntoViewIfNeeded()
        await diagram.waitFor()
        await editorIn(page).locator('.katex').first().waitFor()
      },
      close: nothing,
    },
    {
      name: 'preview-source',
      open: async ({ page, say }) => {
        const edit = editorIn(page).getByRole('button', { name: say('editor.nodes.editSource') })
        await edit.last().click()
        await editorIn(page)
          .getByRole('button', { name: say('editor.nodes.hideSource') })
          .waitFor()
      },
      close: toIntro,
    },
    {
      name: 'code',
      open: async ({ page, say }) => {
        await caretAt(page, 'const hours| = [6, 8, 6] // each day')
        const language = editorIn(page).getByLabel(say('editor.nodes.codeLanguage'))
        await expect(language.last()).toHaveCSS('opacity', '1')
      },
      close: nothing,
    },
    typedStop('slash', '/'),
    typedStop('slash-found', '/tab'),
    typedStop('emoji-typed', ':sun'),
    {
      name: 'find',
      open: async (scene) => {
        await toIntro(scene)
        await scene.page.keyboard.press('Control+h')
        const bar = scene.page.getByRole('search', { name: scene.say('editor.find.title') })
        await bar.getByRole('textbox', { name: scene.say('editor.find.text') }).fill('e')
        await expect(bar.getByRole('status')).toHaveText(/\d/)
      },
    },
    {
      name: 'outline',
      open: async ({ page, say }) => {
        await page.keyboard.press('Control+Shift+O')
        await page.getByRole('navigation', { name: say('editor.outline.title') }).waitFor()
      },
      close: async ({ page, say }) => {
        await page.keyboard.press('Control+Shift+O')
        await expect(page.getByRole('navigation', { name: say('editor.outline.title') })).toHaveCount(0)
      },
    },
    dialogStop('word-count', 'wordCount', 'editor.wordCount.title'),
    dialogStop('page-setup', 'pageSetup', 'editor.pageSetup.title'),
    dialogStop('shortcuts', 'shortcuts', 'editor.shortcuts.title'),
    {
      name: 'focus-mode',
      open: async (scene) => {
        await toIntro(scene)
        await run(scene, 'focusMode')
        await scene.page.getByRole('button', { name: scene.say('editor.leaveFocusMode') }).waitFor()
      },
      close: async ({ page, say }) => {
        await page.keyboard.press('Escape')
        await expect(page.getByRole('button', { name: say('editor.leaveFocusMode') })).toHaveCount(0)
      },
    },
  ]
}
