/** How far somebody came who opened a WebSocket step by step, and what was said there. */
export type Dial = {
  /** The last step that was begun. */
  step: 'name' | 'tcp' | 'tls' | 'answer' | 'accept' | 'firstFrame'
  /** Whether that one went well too. */
  ok: boolean
  /** Of the answer, where there was one. */
  status?: number
  server?: string | null
  via?: string | null
  /** Of the system, such as `ECONNREFUSED`. */
  error?: string
}

/** What the servers see. */
export type ServerView = {
  /** Of the request for this, as it arrived; those that tell of a way. */
  headers: Readonly<Record<string, string>>
  /** Whether the app takes requests of this page for its own. */
  takesOrigin: boolean
  collab: 'ready' | 'notReady' | 'down'
  /** The collab server, asked on the inside in the name of this page; null where it is down. */
  inside: Dial | null
  /** Its public address, dialled by the app as a browser would; null where none is set. */
  outside: { url: string; dial: Dial } | null
}

/** What lets a browser in to the echo, and where that is by the settings. */
export type Pass = { token: string; collab: { url?: string; port: number } }

/** What the browser sees of one way to the echo; null where it did not come to that. */
export type EchoView = {
  opened: boolean
  greeted: boolean
  /** Median, there and back. */
  echoMs: number | null
}

export type BrowserView = {
  url: string
  webSocket: EchoView & {
    /** `lasted`, or after how many milliseconds of silence it was cut. */
    silence: 'lasted' | number | null
    closedCleanly: boolean | null
  }
  /** By HTTP. */
  fallback: EchoView & { heldBack: boolean }
}

/** Undefined while it is looked into. */
export type Report = {
  /** Null where the app did not answer. */
  server?: ServerView | null
  httpMs?: number
  browser?: BrowserView
}
