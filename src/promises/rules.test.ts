import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../core/clock.ts'
import {
  daysOverdue,
  dueProblems,
  handOnProblems,
  isOverdue,
  maySettle,
  reminderOn,
  settlementProblems,
} from './rules.ts'

const TODAY = '2026-11-23'
const open = (dueOn: string) => ({ state: 'open' as const, dueOn })
const pointers = (problems: { pointer: string }[]) => problems.map(({ pointer }) => pointer)

test('a promise is not overdue on its day, but the day after', () => {
  expect(isOverdue(open(TODAY), TODAY)).toBe(false)
  expect(isOverdue(open('2026-11-22'), TODAY)).toBe(true)
  expect(daysOverdue(open('2026-11-20'), TODAY)).toBe(3)
})

test('what is settled is never overdue and reminds nobody', () => {
  const settled = { state: 'not' as const, dueOn: '2026-01-01' }
  expect(isOverdue(settled, TODAY)).toBe(false)
  expect(reminderOn(settled, TODAY)).toBeNull()
})

test.each([
  ['2026-12-01', null],
  ['2026-11-30', 'due_soon'],
  [TODAY, 'due_soon'],
  ['2026-11-22', 'overdue'],
])('due on %s, the reminder today is %s', (dueOn, kind) => {
  expect(reminderOn(open(dueOn), TODAY)).toBe(kind)
})

test('as days pass, a promise goes from quiet to due soon to overdue, and never back', () => {
  const order = [null, 'due_soon', 'overdue']
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), (first, later) => {
      const [a, b] = [first, first + later].map((days) =>
        order.indexOf(reminderOn(open('2026-06-01'), addDays('2026-01-01', days))),
      )
      expect(b).toBeGreaterThanOrEqual(a ?? 0)
    }),
  )
})

const officer = { roles: ['officer'], agencyId: 'forestry' }
const promise = { agencyId: 'forestry', state: 'open' as const }

test('an officer of the agency that promised says what came of it', () => {
  expect(maySettle(promise, officer)).toEqual({ ok: true })
})

test('a clerk, or an officer of another agency, does not; a lead does', () => {
  const refused = { ok: false, reason: 'other_agency' }
  expect(maySettle(promise, { roles: ['clerk'], agencyId: 'forestry' })).toEqual(refused)
  expect(maySettle(promise, { roles: ['officer'], agencyId: 'police' })).toEqual(refused)
  expect(maySettle(promise, { roles: ['lead'], agencyId: null })).toEqual({ ok: true })
})

test('what is settled is not settled again', () => {
  expect(maySettle({ ...promise, state: 'kept' }, officer)).toEqual({
    ok: false,
    reason: 'already_settled',
  })
})

test('kept needs something to show, anything less also a reason', () => {
  const none = { why: null, evidenceUrl: null }
  expect(pointers(settlementProblems({ state: 'kept', ...none }))).toEqual(['/evidenceUrl'])
  expect(pointers(settlementProblems({ state: 'partly', ...none }))).toEqual([
    '/why',
    '/evidenceUrl',
  ])
  expect(pointers(settlementProblems({ state: 'not', ...none }))).toEqual(['/why'])
  expect(settlementProblems({ state: 'kept', why: null, evidenceUrl: '/log/1' })).toEqual([])
})

test.each([
  'javascript:alert(1)',
  '//elsewhere.tw',
  '/\\elsewhere.tw',
  'ftp://a',
  'not an address',
])('evidence nobody can open is refused: %s', (evidenceUrl) => {
  const problems = settlementProblems({ state: 'kept', why: null, evidenceUrl })
  expect(pointers(problems)).toEqual(['/evidenceUrl'])
})

test('a promise is handed on to another agency, with a reason and a day to come', () => {
  const whole = { agencyId: 'police', by: '警政署', why: '由警政署主管', dueOn: '2026-12-31' }
  expect(handOnProblems(promise, whole, TODAY)).toEqual([])
  const nothing = { agencyId: 'forestry', by: '', why: '', dueOn: '' }
  expect(pointers(handOnProblems(promise, nothing, TODAY))).toEqual([
    '/agencyId',
    '/by',
    '/why',
    '/dueOn',
  ])
})

test.each(['2026-11-22', '2027-02-30', '23/11/2026', '2050-01-01', ''])(
  'a day that cannot be promised is refused: %s',
  (day) => {
    expect(dueProblems(day, TODAY)).toHaveLength(1)
  },
)
