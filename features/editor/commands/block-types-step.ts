import { Fragment, type Attrs, type ContentMatch, type Node, type NodeType } from '@tiptap/pm/model'
import { Step, StepMap, StepResult, type Mappable } from '@tiptap/pm/transform'

export type BlockType = { readonly type: NodeType; readonly attrs: Attrs }

/**
 * What some blocks of text become, by their positions. ProseMirror has a step for each, and each copies all
 * the blocks around it: a thousand lines that become headings take seconds. No position moves.
 */
export class BlockTypesStep extends Step {
  readonly types: ReadonlyMap<number, BlockType>

  constructor(types: ReadonlyMap<number, BlockType>) {
    super()
    this.types = types
  }

  override apply(doc: Node): StepResult {
    return StepResult.ok(retyped(doc, 0, this.types))
  }

  override getMap(): StepMap {
    return StepMap.empty
  }

  override invert(doc: Node): BlockTypesStep {
    const before = [...this.types.keys()].flatMap((pos) => {
      const node = doc.nodeAt(pos)
      return node ? [[pos, { type: node.type, attrs: node.attrs }] as const] : []
    })
    return new BlockTypesStep(new Map(before))
  }

  override map(mapping: Mappable): BlockTypesStep | null {
    const moved = [...this.types].flatMap(([pos, type]) => {
      const { pos: now, deletedAfter } = mapping.mapResult(pos, 1)
      return deletedAfter ? [] : [[now, type] as const]
    })
    return moved.length > 0 ? new BlockTypesStep(new Map(moved)) : null
  }

  /** Never stored or sent: what others need travels as Yjs updates. */
  override toJSON(): never {
    throw new TypeError('a step of block types has no JSON form')
  }
}

/** Whatever would make what is around a block invalid stays what it is. */
function retyped(parent: Node, start: number, types: ReadonlyMap<number, BlockType>): Node {
  let position = start
  let match: ContentMatch | null = parent.type.contentMatch
  const children = parent.children.map((child) => {
    const at = position
    position += child.nodeSize
    const wanted = child.isTextblock ? types.get(at) : undefined
    const next = wanted && match?.matchType(wanted.type)
    if (wanted && next) {
      match = next
      return wanted.type.create(wanted.attrs, child.content, child.marks)
    }
    match = match?.matchType(child.type) ?? null
    return child.isTextblock || child.isLeaf ? child : retyped(child, at + 1, types)
  })
  if (!match?.validEnd || children.every((child, index) => child === parent.child(index))) return parent
  return parent.copy(Fragment.fromArray(children))
}
