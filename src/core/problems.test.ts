import { expect, test } from 'vitest'
import { z } from 'zod'
import { LANGUAGES, readWords, sayMessage } from './i18n.ts'
import { problemsOf } from './problems.ts'

const Trip = z.strictObject({
  leader: z.strictObject({ name: z.string().max(3), birth: z.iso.date() }),
  members: z.array(z.string()).max(1).min(1),
  nights: z.int().min(1).max(10),
  hut: z.enum(['a', 'b']),
  phone: z.string('people.phone_missing'),
  either: z.union([z.string(), z.number()]),
})

function wrong(input: unknown) {
  const read = Trip.safeParse(input)
  if (read.success) throw new Error('nothing is wrong')
  return problemsOf(read.error)
}

test('every mistake is named, each with where it stands', () => {
  const problems = wrong({
    leader: { name: 'much too long', birth: '1990-02-30', 'a/b~c': 1 },
    members: ['x', 'y'],
    nights: 0,
    hut: 'c',
    either: true,
  })
  expect(problems).toEqual([
    { pointer: '/leader/name', message: 'core.field_too_long', values: { count: 3 } },
    { pointer: '/leader/birth', message: 'core.field_wrong_format', values: { format: 'date' } },
    { pointer: '/leader/a~1b~0c', message: 'core.field_unknown' },
    { pointer: '/members', message: 'core.field_too_many', values: { count: 1 } },
    { pointer: '/nights', message: 'core.field_too_little', values: { count: 1 } },
    { pointer: '/hut', message: 'core.field_not_listed', values: { list: 'a | b' } },
    { pointer: '/phone', message: 'people.phone_missing' },
    { pointer: '/either', message: 'core.field_wrong' },
  ])
})

test('a field that is left out is told apart from one of the wrong kind', () => {
  const messages = wrong({ leader: 7, either: '' }).map(({ pointer, message }) => [
    pointer,
    message,
  ])
  expect(messages).toContainEqual(['/leader', 'core.field_wrong_kind'])
  expect(messages).toContainEqual(['/members', 'core.field_missing'])
})

test('what was sent is no object at all', () => {
  expect(wrong('text')).toEqual([
    { pointer: '', message: 'core.field_wrong_kind', values: { kind: 'object' } },
  ])
})

test.each(LANGUAGES)('each mistake has its words in %s', (language) => {
  const words = readWords()[language]
  const said = wrong({ members: [], nights: 11, hut: 1, either: true, phone: '', more: 1 }).map(
    ({ message, values }) => sayMessage(message, language, words, values),
  )
  expect(said.join()).not.toContain('⟦')
})
