import type { UploadImage } from '#features/editor/images/image-uploads'
import type { MentionSource } from '#features/editor/mentions/mention-source'

type Words = (key: string, values?: Record<string, string | number>) => string
type Surroundings = {
  readonly people: readonly { readonly id: string; readonly color: string }[]
  readonly uploadImage: UploadImage
  readonly mentions: MentionSource
  readonly t: Words
}

/** What the page gives the editor, always the newest: an editor outlives many renders of the page. */
export class EditorHost {
  #now: Surroundings
  readonly #colors = new Map<string, string>()

  constructor(surroundings: Surroundings) {
    this.#now = surroundings
    this.update(surroundings)
  }

  update(surroundings: Surroundings): void {
    this.#now = surroundings
    for (const { id, color } of surroundings.people) this.#colors.set(id, color)
  }

  /** Also of those who were here and have left. */
  colorOf = (userId: string): string | null => this.#colors.get(userId) ?? null

  upload: UploadImage = (file) => this.#now.uploadImage(file)

  mentions = (): MentionSource => this.#now.mentions

  words: Words = (key, values) => this.#now.t(key, values)
}
