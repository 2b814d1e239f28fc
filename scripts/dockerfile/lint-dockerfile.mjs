// @ts-check
import { execForm } from './read-dockerfile.mjs'

/** @import { Stage } from './read-dockerfile.mjs' */

/**
 * What is wrong with a Dockerfile, a sentence each.
 * @param {readonly Stage[]} stages
 * @param {{ exists: (path: string) => boolean, ignored: (path: string) => boolean }} context what `COPY` takes from
 * @returns {string[]}
 */
export function lintDockerfile(stages, context) {
  const last = stages.at(-1)
  if (!last) return ['there is no FROM']
  return [
    ...stages.flatMap(({ image, line }) =>
      /^[\w./-]+:(?!latest$)[\w.-]+$/.test(image) ? [] : [`line ${line}: ${image} has no version`],
    ),
    ...stages.flatMap((stage) => instructionFaults(stage, stages, context)),
    ...imageFaults(last),
    ...['.git', '.env', 'node_modules', 'data'].flatMap((path) =>
      context.ignored(path) ? [] : [`${path} goes into the image`],
    ),
  ]
}

/**
 * @param {Stage} stage
 * @param {readonly Stage[]} stages
 * @param {{ exists: (path: string) => boolean, ignored: (path: string) => boolean }} context
 */
function instructionFaults({ instructions }, stages, context) {
  const known = new Set(['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'HEALTHCHECK'])
  for (const name of ['LABEL', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR']) known.add(name)
  return instructions.flatMap(({ line, name, flags, text }) => {
    const faults = []
    if (!known.has(name)) faults.push(`there is no ${name}`)
    if (name === 'ADD') faults.push('ADD fetches and unpacks; COPY does what it says')
    if (/^(ENV|ARG)$/.test(name) && /SECRET|PASSWORD|TOKEN|DATABASE_URL/.test(text))
      faults.push('a secret would stay in the image')
    if (name === 'RUN' && /\bsudo\b|\bcd \//.test(text)) faults.push('USER and WORKDIR say that')
    if (name === 'RUN' && /apt-get install/.test(text) && !/--no-install-recommends/.test(text))
      faults.push('apt-get installs what nobody asked for')
    if (/^(COPY|ADD)$/.test(name) && flags.from === undefined) {
      for (const source of text.split(/\s+/).slice(0, -1)) {
        if (source !== '.' && (!context.exists(source) || context.ignored(source)))
          faults.push(`${source} is not in the context`)
      }
    }
    const { from } = flags
    if (from !== undefined && !stages.some((stage) => stage.name === from))
      faults.push(`there is no stage ${from}`)
    return faults.map((fault) => `line ${line}: ${fault}`)
  })
}

/** @param {Stage} stage what becomes the image */
function imageFaults({ instructions }) {
  const of = (/** @type {string} */ name) => instructions.filter((instruction) => instruction.name === name)
  const faults = []
  const user = of('USER').at(-1)?.text
  if (user === undefined || /^(root|0)(:|$)/.test(user)) faults.push('it runs as root')
  if (of('HEALTHCHECK').length !== 1) faults.push('nobody can ask whether it is well')
  for (const name of ['ENTRYPOINT', 'CMD']) {
    for (const { line, text } of of(name)) {
      if (!execForm(text)) faults.push(`line ${line}: a shell would keep signals from ${name}`)
    }
  }
  if (of('CMD').length !== 1) faults.push('there is no one CMD')
  if (of('VOLUME').length === 0) faults.push('what is stored goes with the container')
  return faults
}
