// @ts-check
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../prepare/failure.mjs'
import { runCommand } from '../prepare/run-command.mjs'
import { dockerIgnore } from './docker-ignore.mjs'
import { execForm } from './read-dockerfile.mjs'

/** @import { Instruction, Stage } from './read-dockerfile.mjs' */

/**
 * A stage that was carried out: a folder in the place of its file system.
 * @typedef {{
 *   folder: string, workdir: string, env: Record<string, string>, user: string,
 *   entrypoint: string[], cmd: string[], healthcheck: string[],
 * }} Image
 */

/** What `USER node` is in the images of Node. */
const uid = 1000
const isRoot = process.getuid?.() === 0

/**
 * Carries out the steps of a Dockerfile without Docker: each stage in a folder of its own, RUN by the shell of this
 * machine and with its programs. So it shows whether the steps follow from each other, not what the base image has.
 * @param {readonly Stage[]} stages
 * @param {{ context: string, folder: string, path: string }} options `path`: where programs are looked for
 * @returns {Promise<Image>} the last
 */
export async function runDockerfile(stages, { context, folder, path: PATH }) {
  /** @type {Map<string | undefined, Image>} */
  const done = new Map()
  /** @type {Image | undefined} */
  let image
  for (const [index, stage] of stages.entries()) {
    image = {
      folder: path.join(folder, `stage-${index}`),
      workdir: '/',
      env: { PATH },
      user: 'root',
      entrypoint: [],
      cmd: [],
      healthcheck: [],
    }
    mkdirSync(image.folder)
    for (const instruction of stage.instructions) {
      console.log(`${instruction.name} ${instruction.text}`)
      // oxlint-disable-next-line no-await-in-loop -- each step stands on the one before
      await carryOut(instruction, image, { context, done })
    }
    done.set(stage.name, image)
  }
  if (!image) throw new Failure('There is no FROM.')
  return image
}

/**
 * @param {Instruction} instruction
 * @param {Image} image
 * @param {{ context: string, done: ReadonlyMap<string | undefined, Image> }} others
 */
async function carryOut({ name, text, flags }, image, { context, done }) {
  switch (name) {
    case 'WORKDIR':
      image.workdir = path.posix.resolve(image.workdir, text)
      mkdirSync(inside(image, image.workdir), { recursive: true })
      break
    case 'ENV':
      for (const [, key = '', value = ''] of text.matchAll(/(\w+)=(\S+)/g))
        image.env[key] = translated(image, value)
      break
    case 'USER':
      image.user = text
      break
    case 'RUN': {
      const { code } = await runCommand('sh', ['-c', translated(image, text)], {
        cwd: inside(image, image.workdir),
        // How this machine reaches registries is its own business.
        env: { ...process.env, ...image.env },
        show: true,
      })
      if (code !== 0) throw new Failure(`RUN ${text} ended with ${code}.`)
      break
    }
    case 'COPY': {
      const from = done.get(flags.from)
      const sources = text.split(/\s+/)
      const target = path.posix.resolve(image.workdir, sources.pop() ?? '')
      for (const source of sources) {
        const copied = flags.from === undefined ? path.join(context, source) : inside(from ?? image, source)
        // oxlint-disable-next-line no-await-in-loop -- in the order in which they overwrite each other
        await copy(copied, inside(image, target), flags, flags.from === undefined ? context : undefined)
      }
      break
    }
    case 'ENTRYPOINT':
      image.entrypoint = execForm(text) ?? []
      break
    case 'CMD':
      image.cmd = execForm(text) ?? []
      break
    case 'HEALTHCHECK':
      image.healthcheck = execForm(text.replace(/^.*?CMD\s+/, '')) ?? []
      break
    default:
      break
  }
}

/**
 * As COPY does it: of a folder what is in it.
 * @param {string} source
 * @param {string} target
 * @param {Record<string, string>} flags
 * @param {string | undefined} context whose .dockerignore counts
 */
async function copy(source, target, flags, context) {
  mkdirSync(path.dirname(target), { recursive: true })
  if (context === undefined) {
    mkdirSync(target, { recursive: true })
    // Hard links: nobody changes these files any more.
    await runCommand('cp', ['-al', `${source}/.`, target], { cwd: '/', show: true })
  } else {
    const ignored = dockerIgnore(readFileSync(path.join(context, '.dockerignore'), 'utf8'))
    const into = statSync(source).isDirectory() ? target : path.join(target, path.basename(source))
    cpSync(source, into, {
      recursive: true,
      filter: (file) => file === source || !ignored(path.relative(context, file)),
    })
  }
  if (isRoot && flags.chown !== undefined) {
    await runCommand('chown', ['-R', `${uid}:${uid}`, target], { cwd: '/', show: true })
  }
}

/**
 * Starts something in an image as its user.
 * @param {Image} image
 * @param {readonly string[]} words
 * @param {Record<string, string>} env
 */
export function startInImage(image, words, env) {
  const command = words.map((word) => translated(image, word))
  const asUser =
    isRoot && image.user !== 'root'
      ? ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--', ...command]
      : command
  return spawn(asUser[0] ?? '', asUser.slice(1), {
    cwd: inside(image, image.workdir),
    env: { NODE_ENV: 'production', ...image.env, ...env },
    stdio: 'inherit',
  })
}

/**
 * Bytes of the files of an image, each once.
 * @param {string} folder
 * @returns {number}
 */
export function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

/**
 * @param {Image} image
 * @param {string} absolute
 */
function inside(image, absolute) {
  return path.join(image.folder, absolute)
}

/**
 * Absolute paths of the image that are there by now, or begin in its own folders, become those of this machine.
 * @param {Image} image
 * @param {string} text
 */
function translated(image, text) {
  return text.replace(
    /(^|[\s="':])\/(app|data)(?=[\s/"':]|$)/g,
    (_all, before, name) => `${before}${inside(image, `/${name}`)}`,
  )
}
