import * as Y from 'yjs'

/** The part of Yjs's types that all of them have, whatever events they send. */
export type SharedType = {
  readonly _item: Y.Item | null
  readonly _start: Y.Item | null
  readonly _map: ReadonlyMap<string, Y.Item>
}

/**
 * What a transaction that has just ended found and what it left, told by Yjs's own items: before they are
 * collected, those it deleted still have their content.
 */
export class MirrorView {
  readonly #transaction: Pick<Y.Transaction, 'beforeState' | 'deleteSet'>

  constructor(transaction: Pick<Y.Transaction, 'beforeState' | 'deleteSet'>) {
    this.#transaction = transaction
  }

  isNew({ id }: Y.Item): boolean {
    return id.clock >= (this.#transaction.beforeState.get(id.client) ?? 0)
  }

  wasThere(item: Y.Item): boolean {
    return !this.isNew(item) && (!item.deleted || Y.isDeleted(this.#transaction.deleteSet, item.id))
  }

  attributeBefore(type: SharedType, key: string): unknown {
    let item = mapOf(type).get(key) ?? null
    while (item && this.isNew(item)) item = item.left
    return item && this.wasThere(item) ? item.content.getContent().at(-1) : undefined
  }
}

export function attributeNow(type: SharedType, key: string): unknown {
  const item = mapOf(type).get(key)
  return item && !item.deleted ? item.content.getContent().at(-1) : undefined
}

export function attributeNames(type: SharedType): string[] {
  return Array.from(mapOf(type).keys()).filter((key) => attributeNow(type, key) !== undefined)
}

/** Also those that are said no more. */
export function attributeNamesEver(type: SharedType): string[] {
  return Array.from(mapOf(type).keys())
}

/** Whether what is said now was said without knowing what was said before. */
export function isSaidBeside(type: SharedType, key: string, view: MirrorView): boolean {
  const item = mapOf(type).get(key)
  if (!item) return false
  for (let before = item.left; before; before = before.left) {
    if (view.wasThere(before)) return item.origin === null || !Y.compareIDs(item.origin, before.lastId)
  }
  return false
}

/** All items of a list or text in order, deleted ones too. */
export function* itemsOf({ _start: first }: SharedType): Generator<Y.Item> {
  for (let item = first; item; item = item.right) yield item
}

/** The type that an item holds, if it does. */
export function typeIn({ content }: Y.Item): unknown {
  return content instanceof Y.ContentType ? content.type : undefined
}

/** Null for a root. */
export function itemOf({ _item: item }: SharedType): Y.Item | null {
  return item
}

export function parentOf(type: SharedType): SharedType | null {
  const parent = itemOf(type)?.parent
  return parent instanceof Y.AbstractType ? parent : null
}

function mapOf({ _map: map }: SharedType): ReadonlyMap<string, Y.Item> {
  return map
}
