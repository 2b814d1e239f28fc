import { expect, it } from 'vitest'

import { readForm } from '#features/documents/server/read-form'

const limits = { maxBytes: 10_000, maxParts: 3 }
async function sent(content: BodyInit, type?: string) {
  const { headers, body } = new Response(content)
  if (type !== undefined) headers.set('content-type', type)
  const bytes = await new Response(body).bytes()
  return readForm({ headers, body: new Blob([bytes]).stream() }, limits)
}

function form(parts: number): FormData {
  const data = new FormData()
  for (let part = 0; part < parts; part += 1) data.append(`field ${part}`, `value ${part}`)
  return data
}

it('a form is read with all its parts', async () => {
  const read = await sent(form(3))
  expect(read && [...read]).toEqual([...form(3)])
})

it.each([
  ['of more parts than allowed', form(4)],
  ['longer than allowed', longForm()],
  ['no form', 'a=b'],
])('what is %s is not read', async (_what, body) => {
  expect(await sent(body)).toBeNull()
})

it('a form that says nothing of its boundary, or ends too early, is not read', async () => {
  expect(await sent('x', 'multipart/form-data')).toBeNull()
  expect(await sent('--x\r\nnothing', 'multipart/form-data; boundary=x')).toBeNull()
})

function longForm(): FormData {
  const data = new FormData()
  data.set('long', 'x'.repeat(10_000))
  return data
}
