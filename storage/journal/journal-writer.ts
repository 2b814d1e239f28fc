import { randomBytes } from 'node:crypto'
import path from 'node:path'

import type { JournalBatch, JournalPosition } from '#storage/journal/journal-batch'
import type { JournalFile, JournalFiles } from '#storage/journal/journal-files'
import { segmentFile } from '#storage/journal/segment-file'
import { StorageError } from '#storage/storage-error'

export type JournalWriterOptions = {
  readonly files: JournalFiles
  readonly folder: string
  /** A number that no segment in the catalogue has, nor a greater one. */
  readonly nextSegment: number
  /** Where the last batch that counts ends. */
  readonly previous: JournalPosition
  readonly segmentBytes: number
  /** Puts a segment into the catalogue; nothing is written into it before. */
  readonly register: (segment: number, salt: bigint) => Promise<void>
}

type Segment = {
  readonly number: number
  readonly salt: bigint
  readonly file: JournalFile
  end: number
  batch: number
}

/** After a segment could not be made, or two in a row not be written, the disk is not asked again for so long. */
const retryAfterMs = 200

/**
 * Writes batches to the journal, one at a time: a batch is only begun once the one before is on disk. The
 * next segment is made ahead, so that no batch waits for it.
 */
export class JournalWriter {
  readonly #options: JournalWriterOptions
  #nextSegment: number
  #durable: JournalPosition
  #active: Segment | undefined
  #spare: Promise<Segment> | undefined
  #unregistered: Segment | undefined
  /** Writes that failed since the last one that did not. */
  #failures = 0
  #refused: { readonly until: number; readonly error: StorageError } | undefined

  constructor(options: JournalWriterOptions) {
    this.#options = options
    this.#nextSegment = options.nextSegment
    this.#durable = options.previous
  }

  /** Everything up to here is on disk. */
  get durable(): JournalPosition {
    return this.#durable
  }

  /** Makes a segment ahead; if that fails, the batch that needs it says so. */
  prepare(): void {
    if (this.#spare) return
    this.#spare = this.#make()
    this.#spare.catch(() => {
      this.#spare = undefined
    })
  }

  /**
   * Not to be called before the call before it has settled.
   * @throws {StorageError} `unavailable`: nothing of the batch counts, whatever of it is on disk.
   */
  async write(batch: Pick<JournalBatch, 'bytes' | 'placeAt'>): Promise<void> {
    const segment = (this.#active ??= await this.#next())
    const { bytes } = batch
    batch.placeAt(segment.salt, segment.batch + 1, this.#durable)
    try {
      await segment.file.write(bytes, segment.end)
    } catch (error) {
      // After a failed write or sync nobody knows what is on disk, and asking again may get a false yes:
      // this file is left as it is, and the next one says where in it the journal ends.
      await this.#retire(segment)
      const refusal = unavailable(error)
      // Each attempt costs a segment: those of hundreds of rooms must not fill what is left of the disk.
      if (++this.#failures > 1) this.#refuse(refusal)
      throw refusal
    }
    this.#failures = 0
    segment.end += bytes.byteLength
    segment.batch++
    this.#durable = { segment: segment.number, end: segment.end }
    if (segment.end > this.#options.segmentBytes / 2) this.prepare()
    if (segment.end >= this.#options.segmentBytes) await this.#retire(segment)
  }

  async close(): Promise<void> {
    if (this.#active) await this.#retire(this.#active)
    const spare = (await this.#spare?.catch(() => undefined)) ?? this.#unregistered
    await spare?.file.close()
  }

  async #next(): Promise<Segment> {
    if (this.#refused && performance.now() < this.#refused.until) throw this.#refused.error
    this.prepare()
    try {
      const segment = await (this.#spare as Promise<Segment>)
      this.#spare = undefined
      this.#refused = undefined
      return segment
    } catch (error) {
      const refusal = unavailable(error)
      this.#refuse(refusal)
      throw refusal
    }
  }

  #refuse(error: StorageError): void {
    this.#refused = { until: performance.now() + retryAfterMs, error }
  }

  async #make(): Promise<Segment> {
    const { files, folder, segmentBytes, register } = this.#options
    if (!this.#unregistered) {
      const number = this.#nextSegment++
      const salt = randomBytes(8).readBigUInt64LE()
      const file = await files.create(path.join(folder, segmentFile(number)), segmentBytes)
      this.#unregistered = { number, salt, file, end: 0, batch: 0 }
    }
    const segment = this.#unregistered
    // Where this fails the file stays for the next attempt: a refused commit may yet be found on the disk, and
    // a segment that is listed but gone means lost edits.
    await register(segment.number, segment.salt)
    this.#unregistered = undefined
    return segment
  }

  async #retire(segment: Segment): Promise<void> {
    this.#active = undefined
    // A descriptor that does not close properly holds nothing that still counts.
    await segment.file.close().catch(() => undefined)
  }
}

function unavailable(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new StorageError('unavailable', `the journal cannot be written: ${reason}`, error)
}
