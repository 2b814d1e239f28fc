/**
 * The first varUint of every WebSocket message (PROTOCOL M1). 0-3 are those of y-websocket;
 * 120 is ours and reaches only clients that asked for it with `acks=1` (PROTOCOL A1); 121 is ours and
 * goes from client to server alone (PROTOCOL T2).
 */
export const messageType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  ack: 120,
  token: 121,
} as const

/** The second varUint of a sync message, as in y-protocols/sync (PROTOCOL M2). */
export const syncMessageType = {
  step1: 0,
  step2: 1,
  update: 2,
} as const
