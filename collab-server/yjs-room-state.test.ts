import { describe } from 'vitest'

import { roomStateContract } from '#collab-server/room-state.contract'
import { YjsRoomState } from '#collab-server/yjs-room-state'

describe('a room state on Yjs', () => {
  roomStateContract((document) => new YjsRoomState(document))
})
