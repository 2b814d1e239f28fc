// A tiny server for the supervisor's tests: answers on the port given, ends when asked to.
import { createServer } from 'node:http'
import { argv, exit, kill, pid } from 'node:process'

const [port, behaviour] = argv.slice(2)
if (behaviour === 'crashes') {
  console.error('cannot open the store')
  exit(3)
}
if (behaviour === 'refuses') exit(78)
if (behaviour === 'deaf') process.on('SIGTERM', () => console.log('heard, and staying'))
const server = createServer((request, response) => {
  response.end('ok')
  if (request.url === '/crash') kill(pid, 'SIGKILL')
})
server.listen(Number(port), '127.0.0.1', () => console.log(`listening ${pid}`))
