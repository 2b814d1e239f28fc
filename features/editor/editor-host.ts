import type { UploadImage } from '#features/editor/images/image-uploads'
import type { MentionSource } from '#features/editor/mentions/mention-source'

type Words = (key: string, values?: Record<string, string | number>) => string
type Surroundings = {
  readonly uploadImage: UploadImage
  readonly mentions: MentionSource
  readonly t: Words
}

/** What the page gives the editor, always the newest: an editor outlives many renders of the page. */
export class EditorHost {
  #now: Surroundings

  constructor(surroundings: Surroundings) {
    this.#now = surroundings
  }

  update(surroundings: Surroundings): void {
    this.#now = surroundings
  }

  upload: UploadImage = (file) => this.#now.uploadImage(file)

  mentions = (): MentionSource => this.#now.mentions

  words: Words = (key, values) => this.#now.t(key, values)
}
