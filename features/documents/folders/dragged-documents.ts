import { useState, type DragEvent } from 'react'

const dragType = 'application/x-pliego-documents'

const takes = (event: DragEvent): boolean => event.dataTransfer.types.includes(dragType)

/** Lets documents be dragged into a folder of this page. */
export function dragDocuments(event: DragEvent, ids: readonly string[]): void {
  event.dataTransfer.setData(dragType, JSON.stringify(ids))
  event.dataTransfer.effectAllowed = 'copyMove'
}

/** What a place needs to take documents that are dropped on it; whether some are over it. */
export function useDocumentDrop(onDocuments: (ids: readonly string[]) => void) {
  const [isOver, setIsOver] = useState(false)
  const handlers = {
    onDragOver(event: DragEvent) {
      if (!takes(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop(event: DragEvent) {
      if (!takes(event)) return
      event.preventDefault()
      setIsOver(false)
      const ids: unknown = JSON.parse(event.dataTransfer.getData(dragType))
      if (Array.isArray(ids)) onDocuments(ids.filter((id) => typeof id === 'string'))
    },
  }
  return { isOver, handlers }
}
