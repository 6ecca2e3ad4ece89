import { describe, expect, test } from 'vitest'
import type { Letter } from '../../wires/mail/wire.ts'
import { type Meaning, weigh } from './correspondence.ts'
import { ownWords, rules } from './letters.ts'

const letter = (part: Partial<Letter>): Letter => ({
  letterId: 'l',
  direction: 'in',
  topic: '',
  state: 'matched',
  at: new Date(0),
  from: '',
  to: '',
  subject: '',
  text: '',
  attachments: [],
  ...part,
})
const ours = (topic: string, state: Letter['state'] = 'taken') => ({
  letter: letter({ direction: 'out', topic, state }),
  meaning: null,
})
const says = (meaning: Meaning) => ({ letter: letter({}), meaning })
const bounce = (topic: string) => ({ letter: letter({ topic, state: 'bounce' }), meaning: null })

describe('what stands above the letter that an answer quotes', () => {
  test.each([
    ['准予\n\n-----Original Message-----\n未受理', '准予'],
    ['准予\n> 未受理', '准予'],
    ['准予\n於 2026年11月23日 王小明 寫道：\n未受理', '准予'],
    ['准予\n寄件者: 市府 <case@city.example>\n未受理', '准予'],
    ['准予\n王小明 於 2026/11/23 寫道:\n未受理', '准予'],
    ['寄件者的申請准予', '寄件者的申請准予'],
  ])('%j', (text, own) => expect(ownWords(text)).toBe(own))

  test('a line without end is read as fast as any other', () => {
    expect(ownWords(' 於 '.repeat(20_000)).length).toBeGreaterThan(50_000)
  })
})

test('rules keep their order and fill in named patterns', () => {
  const [first, second] = rules(
    { NUMBER: '(\\d+)' },
    {
      第NUMBER號: () => ({ kind: 'pending' }),
      號: () => ({ kind: 'pending' }),
    },
  )
  expect(first?.says.exec('第12號')?.[1]).toBe('12')
  expect(second?.says.source).toBe('號')
})

describe('what a pile of letters comes to', () => {
  test('a bounce undoes the letter it names, and no other', () => {
    expect(weigh('k', [ours('filing'), bounce('filing')])).toMatchObject({
      filing: null,
      failedFilings: 1,
    })
    const again = weigh('k', [ours('filing'), bounce('filing'), ours('filing-2')])
    expect(again.filing?.topic).toBe('filing-2')
    const late = weigh('k', [ours('filing'), ours('withdrawal'), bounce('withdrawal')])
    expect(late).toMatchObject({ openRequest: null, filing: { topic: 'filing' } })
  })

  test('a bounce after an answer changes nothing: somebody there has it', () => {
    const known = weigh('k', [ours('filing'), says({ kind: 'pending' }), bounce('filing')])
    expect(known.filing?.topic).toBe('filing')
  })

  test('a word on how it goes on does not answer a withdrawal; a decision does', () => {
    const asked = [ours('filing'), ours('withdrawal')]
    expect(weigh('k', [...asked, says({ kind: 'pending' })]).openRequest).toBe('withdrawal')
    const gone = weigh('k', [...asked, says({ kind: 'withdrawn', reasons: [] })])
    expect(gone).toMatchObject({ openRequest: null, last: { kind: 'withdrawn' } })
  })

  test('a receipt that comes late takes back neither a request nor a decision', () => {
    const receipt = says({ kind: 'receipt', number: '7' })
    const request = says({ kind: 'correction', reasons: [] })
    expect(weigh('k', [ours('filing'), request, receipt])).toMatchObject({
      number: '7',
      last: { kind: 'correction' },
    })
    expect(weigh('k', [ours('filing'), receipt, request, says({ kind: 'pending' })]).last).toEqual({
      kind: 'pending',
    })
    const decided = weigh('k', [ours('filing'), says({ kind: 'approved' }), receipt])
    expect(decided.last).toEqual({ kind: 'approved' })
  })

  test('a duplicate is believed only of a number told before', () => {
    const receipt = says({ kind: 'pending', number: '7' })
    const known = weigh('k', [ours('filing'), receipt, says({ kind: 'duplicate', number: '7' })])
    expect(known).toMatchObject({ number: '7', notUnderstood: [] })
    const other = weigh('k', [ours('filing'), receipt, says({ kind: 'duplicate', number: '8' })])
    expect(other.notUnderstood).toHaveLength(1)
  })

  test('a letter that was refused at the door never left', () => {
    expect(weigh('k', [ours('filing', 'refused')]).filing).toBeNull()
  })
})
