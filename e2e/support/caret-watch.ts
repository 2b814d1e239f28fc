import type { Page } from '@playwright/test'
import type { Editor } from '@tiptap/core'

/** Each letter that is typed or pasted is another one, so that where a caret belongs is no matter of looks. */
export class FreshLetters {
  #given = 0

  next(count: number): string {
    return Array.from({ length: count }, () => String.fromCharCode(this.#code())).join('')
  }

  #code(): number {
    const [ideographs, syllables] = [0x9fff - 0x4e00 + 1, 0xd7a3 - 0xac00 + 1]
    if (this.#given >= ideographs + syllables) throw new RangeError('there are no more letters')
    const index = this.#given++
    return index < ideographs ? 0x4e00 + index : 0xac00 + index - ideographs
  }
}

export type CaretReport = {
  /** Others' edits after which the caret, or the selection, was looked at. */
  readonly checks: number
  readonly problems: readonly string[]
}

type Watch = { checks: number; problems: string[] }

/**
 * From now on looks, in the page, whether what somebody types comes left of the caret, and after each edit of
 * others whether the caret is still right of the letter that it was right of. Where that letter was deleted,
 * whether the caret is between those that are left of what was on either side of it; of a selection, whether
 * the same letters are selected, as far as they are still there. Text must be of `FreshLetters`.
 */
export async function watchCaret(page: Page): Promise<void> {
  await page.evaluate(startWatch)
}

/** What was seen since the last call, and whether the browser shows the caret in the text. */
export function caretReport(page: Page): Promise<CaretReport> {
  return page.evaluate(readWatch)
}

type EditorElement = HTMLElement & { editor: Editor }

async function readWatch(): Promise<CaretReport> {
  const { caretWatch: watch } = window as unknown as { caretWatch: Watch }
  const element = document.querySelector<EditorElement>('.ProseMirror')
  const shown = (): string | null => {
    if (!element) return 'there is no editor'
    if (document.activeElement !== element) return `the focus is in ${document.activeElement?.tagName}`
    const selection = getSelection()
    const node = selection?.focusNode
    if (!node || !element.contains(node)) return 'the browser has its caret elsewhere'
    const { selection: own } = element.editor.state
    if (!('$cursor' in own)) return null
    const at = element.editor.view.posAtDOM(node, selection.focusOffset)
    const text = element.editor.state.doc.textBetween(Math.min(at, own.head), Math.max(at, own.head))
    return text === '' ? null : `the browser shows the caret at ${at}, and it is at ${own.head}`
  }
  let problem = shown()
  // Of a caret that the browser moved by itself, as at an arrow key, it tells the editor a moment later.
  for (let looks = 1; problem !== null && looks < 20; looks++) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 50))
    problem = shown()
  }
  if (problem !== null) element?.focus()
  const report = { checks: watch.checks, problems: watch.problems }
  Object.assign(watch, { checks: 0, problems: [] })
  return problem === null ? report : { ...report, problems: [...report.problems, problem] }
}

function startWatch(): void {
  const { editor } = document.querySelector<EditorElement>('.ProseMirror') as EditorElement
  const watch: Watch = { checks: 0, problems: [] }
  Object.assign(window, { caretWatch: watch })
  const own = new Set<string>()
  let typed: string | null = null

  const fresh = /[\u4e00-\u9fff\uac00-\ud7a3]/

  /** The fresh letters of the document in order, and where the selection is among them. */
  const look = () => {
    const { doc, selection } = editor.state
    const { from, to, $from } = selection
    let letters = ''
    let [before, upTo] = [0, 0]
    doc.descendants((node, position) => {
      const text = node.text ?? ''
      for (let index = 0; index < text.length; index++) {
        const letter = text.charAt(index)
        if (!fresh.test(letter)) continue
        letters += letter
        if (position + index < from) before = letters.length
        if (position + index < to) upTo = letters.length
      }
    })
    const block = editor.storage.sharedBody.binding?.cache.elementOf($from.parent)
    const emptyBlock = $from.parent.isTextblock && $from.parent.content.size === 0 ? block : undefined
    const story = doc.textBetween(0, doc.content.size, '¶', '_')
    const [storyFrom, storyTo] = [from, to].map((end) => doc.textBetween(0, end, '¶', '_').length)
    return {
      letters,
      before,
      upTo,
      isBesideLetter: fresh.test($from.nodeBefore?.text?.at(-1) ?? ''),
      right: $from.nodeAfter?.text?.at(0) ?? '',
      isText: '$cursor' in selection,
      isEmpty: selection.empty,
      block,
      emptyBlock,
      story,
      from: storyFrom ?? 0,
      to: storyTo ?? 0,
    }
  }
  type Look = ReturnType<typeof look>

  const isThere = (block: object): boolean => {
    let found = false
    editor.state.doc.descendants((node) => {
      found ||= editor.storage.sharedBody.binding?.cache.elementOf(node) === block
      return !found
    })
    return found
  }
  const newLetters = (was: Look, is: Look): string[] => {
    const known = new Set(was.letters)
    return Array.from(is.letters).filter((letter) => !known.has(letter))
  }
  /** The letters around a selection, with the ends of blocks, for who looks for the reason. */
  const around = ({ story, from, to }: Look) =>
    `${story.slice(Math.max(0, from - 9), from)}|${story.slice(from, to)}${to > from ? '|' : ''}${story.slice(to, to + 9)}`

  const problemAfterOthers = (was: Look, is: Look): string | null => {
    if (!was.isText || !is.isText) return null
    const isOnce = (letter: string) =>
      was.letters.includes(letter) &&
      was.letters.indexOf(letter) === was.letters.lastIndexOf(letter) &&
      is.letters.includes(letter) &&
      is.letters.indexOf(letter) === is.letters.lastIndexOf(letter)
    // Also of one that holds no letters, but a space.
    if (!was.isEmpty) {
      const selected = was.letters.slice(was.before, was.upTo)
      const wrong = Array.from(is.letters).find((letter, index) => {
        const isSelected = index >= is.before && index < is.upTo
        return isSelected !== selected.includes(letter) && isOnce(letter)
      })
      return wrong === undefined ? null : `${wrong} came into the selection or fell out of it`
    }
    const { emptyBlock } = was
    if (emptyBlock && is.block !== emptyBlock && isThere(emptyBlock)) return 'the caret left its empty block'
    // Own text that somebody's change of the block had taken is put back before the caret.
    let end = is.before
    while (
      end > 0 &&
      own.has(is.letters.charAt(end - 1)) &&
      !was.letters.includes(is.letters.charAt(end - 1))
    )
      end -= 1
    const left = was.letters.charAt(was.before - 1)
    if (was.isBesideLetter && is.letters.includes(left)) {
      const wasOnce = was.letters.indexOf(left) === was.letters.lastIndexOf(left)
      const kept = is.letters.charAt(end - 1) === left || is.letters.charAt(is.before - 1) === left
      return kept || !wasOnce ? null : `the caret left ${left}`
    }
    // Two who part one line at once each have its end: what is right of the caret may be left of it too.
    if (is.block && is.block === was.block && fresh.test(was.right) && is.right === was.right) return null
    const all = Array.from(was.letters)
    const leftKept = all.slice(0, was.before).findLast(isOnce)
    const rightKept = all.slice(was.before).find(isOnce)
    const wentLeft = leftKept !== undefined && is.letters.indexOf(leftKept) >= is.before
    const wentRight = rightKept !== undefined && is.letters.indexOf(rightKept) < is.before
    if (!wentLeft && !wentRight) return null
    const stillInOrder =
      leftKept === undefined ||
      rightKept === undefined ||
      is.letters.indexOf(leftKept) < is.letters.indexOf(rightKept)
    return stillInOrder ? `the caret is not between ${leftKept ?? ''} and ${rightKept ?? ''}` : null
  }

  let last = look()
  document.addEventListener(
    'keypress',
    // Keys of no keyboard have no name, but the letter they write.
    ({ charCode }) => {
      const letter = String.fromCharCode(charCode)
      if (fresh.test(letter)) typed = last.isText ? letter : null
    },
    { capture: true },
  )
  editor.on('transaction', ({ transaction, appendedTransactions }) => {
    const sync = transaction.getMeta('y-sync$') as
      | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
      | undefined
    const isOthers = sync?.isChangeOrigin === true && sync.isUndoRedoOperation !== true
    if (![transaction, ...appendedTransactions].some((one) => one.docChanged || one.selectionSet)) return
    const now = look()
    let problem: string | null = null
    if (isOthers) {
      watch.checks += 1
      problem = problemAfterOthers(last, now)
    } else if (transaction.docChanged && typed !== null) {
      if (now.letters.charAt(now.before - 1) !== typed)
        problem = `${typed} was typed and is not left of the caret`
      typed = null
    }
    if (!isOthers) for (const letter of newLetters(last, now)) own.add(letter)
    if (problem !== null) watch.problems.push(`${problem}: ${around(last)} -> ${around(now)}`)
    last = now
  })
}
