import type { Page, WebSocketRoute } from '@playwright/test'

/** The connection of one page to the collab server, which a test can cut and mend. */
export class CutConnection {
  readonly #page: Page
  readonly #open = new Set<{ readonly page: WebSocketRoute; readonly server: WebSocketRoute }>()
  #isCut = false

  private constructor(page: Page) {
    this.#page = page
  }

  /** Must be called before the page opens the document. */
  static async before(page: Page): Promise<CutConnection> {
    const connection = new CutConnection(page)
    await page.routeWebSocket(/[?&]token=/, (route) => connection.#opened(route))
    return connection
  }

  get isCut(): boolean {
    return this.#isCut
  }

  async cut(): Promise<void> {
    this.#isCut = true
    const open = [...this.#open]
    this.#open.clear()
    // The page first: what it still sent would meet a closed socket.
    await Promise.all(open.map(({ page }) => page.close(tryLater)))
    await Promise.all(open.map(({ server }) => server.close()))
  }

  async mend(): Promise<void> {
    this.#isCut = false
    // As the browser says when the network is back; else the next attempt may take half a minute.
    await this.#page.evaluate(() => window.dispatchEvent(new Event('online')))
  }

  #opened(route: WebSocketRoute): void {
    if (this.#isCut) void route.close(tryLater)
    else this.#open.add({ page: route, server: route.connectToServer() })
  }
}

const tryLater = { code: 4500, reason: 'cut' }
