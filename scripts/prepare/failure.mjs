// @ts-check

/** Exit codes of sysexits.h that people and service managers can act on. */
export const exitCodes = { unavailable: 69, tryAgain: 75, settings: 78 }

/** Something a person has to put right: its message is all that is printed, without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message whole sentences: what happened and what to do
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.name = 'Failure'
    this.exitCode = exitCode
  }
}

/**
 * Runs a script's body; a Failure ends the process with its message and code, and anything else with
 * its stack, since that is a fault of ours.
 * @param {() => Promise<number | void>} body the exit code, 0 when void
 */
export async function runScript(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = error.exitCode
  }
}
