// @ts-check
// The least a server of rooms can do: hands every message on to the others in the room, unread.
import { WebSocketServer } from 'ws'

/** @type {Map<string, Set<import('ws').WebSocket>>} */
const rooms = new Map()

const server = new WebSocketServer({
  host: process.env.HOST,
  port: Number(process.env.PORT),
  perMessageDeflate: false,
  clientTracking: false,
})

server.on('connection', (socket, request) => {
  const name = request.url ?? ''
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room)
  room.add(socket)
  socket.on('message', (data) => {
    for (const other of room) if (other !== socket) other.send(data)
  })
  socket.on('close', () => {
    room.delete(socket)
    if (room.size === 0) rooms.delete(name)
  })
})
