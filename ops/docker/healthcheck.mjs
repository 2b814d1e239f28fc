// @ts-check
// Whether the servers of this container answer: `healthcheck.mjs [app] [collab]`, both unless one is named.

const { PORT = '3000', COLLAB_PORT = '1234' } = process.env
const pages = {
  // A file, so that no page is made and no database asked each time.
  app: `http://127.0.0.1:${PORT}/icon.svg`,
  collab: `http://127.0.0.1:${COLLAB_PORT}/readyz`,
}
const named = Object.keys(pages).filter((name) => process.argv.includes(name, 2))
const asked = Object.entries(pages).filter(([name]) => named.length === 0 || named.includes(name))
for (const [name, page] of asked) {
  try {
    const { status } = await fetch(page)
    if (status === 200) continue
    console.error(`the ${name} server answers ${status}`)
  } catch (error) {
    console.error(`the ${name} server does not answer`, error)
  }
  process.exitCode = 1
}
