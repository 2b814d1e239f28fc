import type { Limits } from '#collab-server/limits'
import type { Config } from '#config/load-config'

/** The limits that are the operator's to set, as the server counts them. */
export function limitsOf(config: Config): Partial<Limits> {
  const { maxMessagesPerSecond, maxConnections, maxConnectionsPerAddress, maxRooms, maxRoomsPerAddress } =
    config
  return {
    maxMessageBytes: config.maxMessageMb << 20,
    maxDocumentBytes: config.maxDocumentMb << 20,
    maxMessagesPerSecond,
    maxConnections,
    maxConnectionsPerAddress,
    maxRooms,
    maxRoomsPerAddress,
  }
}
