import { ByteRoomState, ByteTools } from '#collab-server/byte-state/byte-room-state'
import type { OpenRoomState } from '#collab-server/room-state'
import { YjsRoomState } from '#collab-server/yjs-room-state'
import { ProtocolError } from '#protocol/protocol-error'

/**
 * Makes room states on bytes. Stored bytes that the scan refuses, though Yjs may take them, go to Yjs.
 * @param onFallback hears of each such room.
 */
export function byteRoomStates(onFallback: () => void = () => undefined): OpenRoomState {
  const tools = new ByteTools()
  return (document) => {
    const state = new ByteRoomState(tools)
    try {
      if (document?.snapshot) state.load(document.snapshot)
      for (const update of document?.updates ?? []) state.load(update)
      return state
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      onFallback()
      return new YjsRoomState(document)
    }
  }
}
