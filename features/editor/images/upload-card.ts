import type { Upload } from '#features/editor/images/image-uploads'

/** The sentences of `editor.image`, in the person's language. */
export type UploadWords = (key: string, values?: Record<string, string>) => string

type Actions = { readonly retry: () => void; readonly dismiss: () => void }

/** Failures that the same file can overcome on a second try. */
const passing: ReadonlySet<string> = new Set(['unreachable', 'unknown', 'diskFull', 'imagesUnavailable'])

/**
 * An image on its way, or why it is not here. Plain DOM, since it stands inside the text, where React's
 * elements would be the editor's to move.
 */
export function uploadCard({ file, failure }: Upload, words: UploadWords, actions: Actions): HTMLElement {
  const card = element('div', 'upload-card')
  card.contentEditable = 'false'
  const text = element('div', 'upload-card-text')
  text.append(element('div', 'upload-card-name', file.name || words('unnamed')))
  if (failure === null) {
    card.append(preview(file))
    card.setAttribute('role', 'status')
    text.append(element('div', 'upload-card-note', words('uploading')))
    card.append(text, element('div', 'upload-card-bar'))
    return card
  }
  card.classList.add('upload-card-failed')
  card.setAttribute('role', 'alert')
  text.append(element('div', 'upload-card-note', words(`failures.${failure}`)))
  const buttons = element('div', 'upload-card-buttons')
  if (passing.has(failure)) buttons.append(button(words('retry'), actions.retry))
  buttons.append(button(words('dismiss'), actions.dismiss))
  card.append(text, buttons)
  return card
}

function preview(file: File): HTMLElement {
  if (!/^image\/(?:png|jpeg|gif|webp|avif)$/.test(file.type)) return element('div', 'upload-card-preview')
  const picture = document.createElement('img')
  picture.className = 'upload-card-preview'
  picture.alt = ''
  const url = URL.createObjectURL(file)
  const release = () => URL.revokeObjectURL(url)
  picture.addEventListener('load', release)
  picture.addEventListener('error', release)
  picture.src = url
  return picture
}

function button(label: string, onClick: () => void): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'upload-card-button'
  button.textContent = label
  button.addEventListener('click', onClick)
  return button
}

function element(tag: 'div', className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}
