import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

import { dockerIgnore } from './docker-ignore.mjs'
import { lintDockerfile } from './lint-dockerfile.mjs'
import { execForm, readDockerfile } from './read-dockerfile.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const context = {
  exists: (file: string) => existsSync(path.join(root, file)),
  ignored: dockerIgnore(read('.dockerignore')),
}

describe('the Dockerfile', () => {
  const stages = readDockerfile(read('Dockerfile'))

  it('has no faults', () => {
    expect(lintDockerfile(stages, context)).toEqual([])
  })

  it('runs what there is, with what its folder has', () => {
    const words = stages.flatMap(({ instructions }) =>
      instructions.flatMap(({ text }) => execForm(text.replace(/^.*?CMD\s+(?=\[)/, '')) ?? []),
    )
    const files = words.filter((word) => /\.(mjs|sh)$/.test(word))
    expect(files).toHaveLength(3)
    expect(files.filter((file) => !context.exists(file) || context.ignored(file))).toEqual([])
  })

  it('leaves no secret, no store and no test in what is sent to a builder', () => {
    for (const file of ['.env', '.env.local', 'data/app.sqlite', '.git/config', 'ops/compose/secrets/x'])
      expect(context.ignored(file)).toBe(true)
    expect(context.ignored('collab-server/room.test.ts')).toBe(true)
    expect(context.ignored('config/options.ts')).toBe(false)
    expect(context.ignored('features/documents/data-view.ts')).toBe(false)
  })
})

it('of a bad Dockerfile every fault is told', () => {
  const stages = readDockerfile(`
# a comment
FROM node
ENV COLLAB_SECRET=abc
ADD https://example.org/x /x
COPY --from=nowhere /x \\
  /y
COPY no-such-file ./
RUN apt-get install -y curl
FETCH x
USER root
CMD npm start
`)
  expect(lintDockerfile(stages, { exists: () => false, ignored: () => false })).toEqual([
    'line 3: node has no version',
    'line 4: a secret would stay in the image',
    'line 5: ADD fetches and unpacks; COPY does what it says',
    'line 5: https://example.org/x is not in the context',
    'line 6: there is no stage nowhere',
    'line 8: no-such-file is not in the context',
    'line 9: apt-get installs what nobody asked for',
    'line 10: there is no FETCH',
    'it runs as root',
    'nobody can ask whether it is well',
    'line 12: a shell would keep signals from CMD',
    'what is stored goes with the container',
    '.git goes into the image',
    '.env goes into the image',
    'node_modules goes into the image',
    'data goes into the image',
  ])
})
