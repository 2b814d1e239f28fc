import type { Node as DocumentNode } from '@tiptap/pm/model'
import type { Decoration, EditorView, NodeView } from '@tiptap/pm/view'

import { aroundSelect, attributeSelect } from '#features/editor/node-views/attribute-select'
import { codeLanguage, codeLanguages } from '#features/editor/node-views/code-languages'
import type { NodeWords } from '#features/editor/node-views/node-views'
import { CodePreview, type Drawing } from '#features/editor/previews/code-preview'
import { enterSource, leaveSource, saysEdited } from '#features/editor/previews/code-previews'
import { previewKind } from '#features/editor/previews/previews'

/** Code with the choice of its language in the corner, and what it means where that can be shown. */
export function codeBlockView(
  node: DocumentNode,
  view: EditorView,
  getPos: () => number | undefined,
  decorations: readonly Decoration[],
  drawing: Drawing,
  words: NodeWords,
): NodeView {
  const dom = document.createElement('div')
  dom.className = 'code-block'
  const label = words('codeLanguage')
  const select = attributeSelect({ view, getPos, attribute: 'language', className: 'code-language', label })
  const pre = document.createElement('pre')
  pre.spellcheck = false
  const contentDOM = document.createElement('code')
  pre.append(contentDOM)
  dom.append(select, pre)

  const show = ({ attrs }: DocumentNode) => {
    const language = typeof attrs['language'] === 'string' ? codeLanguage(attrs['language']) : ''
    select.replaceChildren(...languageOptions(language, words))
    select.value = language
    select.disabled = !view.editable
  }
  let preview: CodePreview | null = null
  /** Readers have no caret, so they open the source by themselves. */
  let isOpened = false
  const showPreview = (isEdited: boolean) => {
    const kind = previewKind(node.attrs['language'])
    if (!kind) {
      preview?.dom.remove()
      preview?.destroy()
      preview = null
    } else {
      preview ??= newPreview()
      preview.setOpen(isEdited || isOpened, view.editable)
      preview.show(kind, node.textContent)
    }
    dom.classList.toggle('has-preview', preview !== null)
    dom.classList.toggle('is-open', isOpened)
  }
  const newPreview = () => {
    const made = new CodePreview(drawing, words)
    const isEdited = () => dom.classList.contains('is-edited')
    const onPress = (event: MouseEvent) => {
      const pos = getPos()
      if (event.button !== 0 || pos === undefined) return
      event.preventDefault()
      if (view.editable) {
        if (isEdited() && event.target === made.button) leaveSource(view, pos)
        else enterSource(view, pos)
      } else if (event.target === made.button) {
        isOpened = !isOpened
        showPreview(false)
      }
    }
    // With a pointer at once, so that the caret never goes elsewhere first; the button also by keys.
    made.dom.addEventListener('mousedown', onPress)
    made.button.addEventListener('click', (event) => {
      if (event.detail === 0) onPress(event)
    })
    dom.append(made.dom)
    return made
  }
  const around = aroundSelect(select, contentDOM)
  show(node)
  showPreview(saysEdited(decorations))
  return {
    dom,
    contentDOM,
    update(next, shown) {
      if (next.type !== node.type) return false
      if (next.attrs['language'] !== node.attrs['language'] || select.disabled === view.editable) show(next)
      node = next
      showPreview(saysEdited(shown))
      return true
    },
    destroy: () => preview?.destroy(),
    ...around,
    stopEvent: (event) =>
      around.stopEvent(event) ||
      (event.target instanceof Node && preview?.dom.contains(event.target) === true),
  }
}

function languageOptions(current: string, words: NodeWords): HTMLOptionElement[] {
  const names = Object.entries(codeLanguages)
  const isOther = current !== '' && !(current in codeLanguages)
  return [
    new Option(words('plainCode'), ''),
    ...(isOther ? [new Option(current, current)] : []),
    ...names.map(([value, name]) => new Option(name, value)),
  ]
}
