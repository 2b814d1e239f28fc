import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

import { imagePlace } from '#features/editor/images/image-place'
import { uploadCard, type UploadWords } from '#features/editor/images/upload-card'

/** Keeps a file with the document. Rejects with a `code` of `editor.image.failures`. */
export type UploadImage = (file: File) => Promise<{ src: string; width: number; height: number }>

export type Upload = {
  readonly id: number
  readonly file: File
  /** For those who will not see it. */
  readonly alt: string
  readonly caption: string
  /** Follows the text around it, whoever changes that. */
  readonly pos: number
  /** Why it was refused; null while it is under way. */
  readonly failure: string | null
}

type Change =
  | { readonly kind: 'added' | 'changed'; readonly upload: Upload }
  | { readonly kind: 'gone'; readonly id: number }

export type ImageUploadsOptions = {
  upload: UploadImage
  words: UploadWords
}

const key = new PluginKey<readonly Upload[]>('imageUploads')

/**
 * Images on their way: shown in their place to the person who adds them, and in the document for
 * everybody once they are kept. A refused one stays there, with the reason, until it is dismissed.
 */
export const ImageUploads = Extension.create<ImageUploadsOptions>({
  name: 'imageUploads',

  addOptions() {
    return { upload: nowhere, words: (key) => key }
  },

  addProseMirrorPlugins() {
    const { editor, options } = this
    return [
      new Plugin<readonly Upload[]>({
        key,
        state: { init: () => [], apply: (tr, uploads) => applied(tr, uploads) },
        props: {
          decorations(state) {
            const uploads = key.getState(state) ?? []
            return DecorationSet.create(
              state.doc,
              uploads.map((upload) =>
                Decoration.widget(
                  upload.pos,
                  () => uploadCard(upload, options.words, actions(editor, upload)),
                  {
                    key: `upload-${upload.id}-${upload.failure ?? ''}`,
                    side: -1,
                    ignoreSelection: true,
                    stopEvent: () => true,
                  },
                ),
              ),
            )
          },
          handlePaste(view, event) {
            const files = pastedImages(event.clipboardData)
            if (files.length === 0 || !editor.isEditable) return false
            addImages(editor, files, view.state.selection.from)
            return true
          },
          handleDrop(view, event, _slice, moved) {
            const files = [...(event.dataTransfer?.files ?? [])]
            if (moved || files.length === 0) return false
            event.preventDefault()
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (editor.isEditable) addImages(editor, files, place?.pos ?? view.state.selection.from)
            return true
          },
        },
        view: (view) => warnBeforeLeaving(() => key.getState(view.state) ?? []),
      }),
    ]
  },
})

function nowhere(): Promise<never> {
  return Promise.reject(new Error('no place to keep images is given'))
}

/** Puts images near a position, one after the other in their order. */
export function addImages(editor: Editor, files: readonly File[], pos: number): void {
  addImagesAt(
    editor,
    files.map((file) => ({ file, pos, alt: '', caption: '' })),
  )
}

/** Puts images each near a position of its own, in the order of the text. */
export function addImagesAt(
  editor: Editor,
  images: readonly Pick<Upload, 'file' | 'pos' | 'alt' | 'caption'>[],
): void {
  const start = Math.max(0, ...uploadsIn(editor.state).map(({ id }) => id + 1))
  const uploads = images.map(({ file, pos, alt, caption }, index) => ({
    id: start + index,
    file,
    alt,
    caption,
    pos: imagePlace(editor.state.doc, pos),
    failure: null,
  }))
  for (const upload of uploads) change(editor, { kind: 'added', upload })
  void sendInTurn(editor, uploads)
}

async function sendInTurn(editor: Editor, uploads: readonly Upload[]): Promise<void> {
  for (const upload of uploads) await send(editor, upload)
}

async function send(editor: Editor, { id, file }: Upload): Promise<void> {
  const options = editor.extensionManager.extensions.find(({ name }) => name === 'imageUploads')
    ?.options as ImageUploadsOptions
  const present = () =>
    editor.isDestroyed ? undefined : uploadsIn(editor.state).find((own) => own.id === id)
  try {
    const image = await options.upload(file)
    const upload = present()
    // Dismissed meanwhile, or the editor is gone.
    if (!upload) return
    const node = editor.schema.nodes['image']?.create({
      ...image,
      alt: upload.alt,
      caption: upload.caption,
    })
    const { tr } = editor.state
    if (node) tr.insert(imagePlace(tr.doc, upload.pos), node)
    editor.view.dispatch(tr.setMeta(key, { kind: 'gone', id } satisfies Change))
  } catch (error) {
    const upload = present()
    if (!upload) return
    const { code = 'unknown' } = error as { code?: unknown }
    const failure = typeof code === 'string' ? code : 'unknown'
    change(editor, { kind: 'changed', upload: { ...upload, failure } })
  }
}

function actions(editor: Editor, upload: Upload) {
  return {
    retry() {
      const again = { ...upload, failure: null }
      change(editor, { kind: 'changed', upload: again })
      void send(editor, again)
    },
    dismiss() {
      change(editor, { kind: 'gone', id: upload.id })
      editor.commands.focus()
    },
  }
}

function uploadsIn(state: EditorState): readonly Upload[] {
  return key.getState(state) ?? []
}

function change(editor: Editor, change: Change): void {
  editor.view.dispatch(editor.state.tr.setMeta(key, change).setMeta('addToHistory', false))
}

function applied(tr: Transaction, before: readonly Upload[]): readonly Upload[] {
  const change = tr.getMeta(key) as Change | undefined
  // To the right of what is inserted here: images added together keep their order.
  const uploads = tr.docChanged ? before.map((own) => ({ ...own, pos: tr.mapping.map(own.pos) })) : before
  if (change?.kind === 'added') return [...uploads, change.upload]
  if (change?.kind === 'gone') return uploads.filter(({ id }) => id !== change.id)
  if (change?.kind === 'changed') {
    return uploads.map((own) => (own.id === change.upload.id ? { ...change.upload, pos: own.pos } : own))
  }
  return uploads
}

/** Word puts a picture of the text beside the text: images count only where there is no text. */
function pastedImages(data: DataTransfer | null): File[] {
  const files = [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
  if (files.length === 0) return []
  const html = new DOMParser().parseFromString(data?.getData('text/html') ?? '', 'text/html')
  const hasText = (html.body.textContent ?? '').trim() !== '' || (data?.getData('text/plain') ?? '') !== ''
  return hasText ? [] : files
}

function warnBeforeLeaving(uploads: () => readonly Upload[]): { destroy: () => void } {
  const listener = (event: BeforeUnloadEvent) => {
    if (uploads().some(({ failure }) => failure === null)) event.preventDefault()
  }
  window.addEventListener('beforeunload', listener)
  return { destroy: () => window.removeEventListener('beforeunload', listener) }
}
