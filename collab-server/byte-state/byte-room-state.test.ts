import { describe } from 'vitest'

import { byteRoomStates } from '#collab-server/byte-state/open-byte-room-state'
import { roomStateContract } from '#collab-server/room-state.contract'

describe('a room state on bytes', () => {
  roomStateContract(byteRoomStates())
})
