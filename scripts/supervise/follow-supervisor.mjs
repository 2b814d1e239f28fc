// Preloaded into each server: ends it when its supervisor is gone, even by SIGKILL.
import { isMainThread } from 'node:worker_threads'

const patienceMs = 10_000

// Standard input is a pipe that the supervisor holds open and never writes to. The variable goes, so that
// processes the server starts itself, with another standard input, do not take that one's end for it.
if (isMainThread && process.env.PLIEGO_SUPERVISED) {
  delete process.env.PLIEGO_SUPERVISED
  process.stdin.once('end', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs).unref()
  })
  process.stdin.on('error', () => {})
  process.stdin.resume()
  process.stdin.unref()
}
