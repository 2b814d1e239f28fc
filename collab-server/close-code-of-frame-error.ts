/** The close code that ws has sent for a frame it refused (PROTOCOL C2); undefined where the socket just broke. */
export function closeCodeOfFrameError(error: Error): number | undefined {
  const code = 'code' in error ? error.code : undefined
  if (typeof code !== 'string' || !code.startsWith('WS_ERR_')) return undefined
  switch (code) {
    case 'WS_ERR_INVALID_UTF8':
      return 1007
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return 1008
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return 1009
    default:
      return 1002
  }
}
