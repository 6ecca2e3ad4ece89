import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { listEntriesAbout } from '../core/openlog.ts'
import type { Actor } from '../core/web.ts'
import { handOn, makePromise, remind, settlePromise, subjectOf } from './actions.ts'
import type { NewPromise } from './schema.ts'
import { countPromises, findPromise, listPromises } from './store.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

const TODAY = '2026-11-23'
const RANGER: Actor = {
  accountId: 'ranger',
  name: '保育課承辦',
  email: 'ranger@taichung.example',
  roles: ['officer'],
  desks: [],
  agencyId: 'forestry',
}

const promise = (over: Partial<NewPromise> = {}): NewPromise => ({
  agencyId: 'forestry',
  by: '林業及自然保育署 臺東分署',
  to: '登山的人',
  what: '嘉明湖山屋的空床每天公布',
  language: 'zh-TW',
  source: { module: 'voices', ref: randomUUID(), url: '/voices/1' },
  dueOn: '2026-12-31',
  ...over,
})

const made = async (over: Partial<NewPromise> = {}) => {
  const { promiseId } = await inTransaction((tx) => makePromise(station, tx, promise(over)))
  return promiseId
}
const inTransaction = <T>(work: (tx: TestStation['db']) => Promise<T>) =>
  station.db.transaction().execute(work)
const kindsOf = async (promiseId: string) =>
  (await listEntriesAbout(station.db, subjectOf(promiseId))).map(({ kind }) => kind)

test('a promise is locked in the open log as it was made', async () => {
  const promiseId = await made()
  const [entry] = await listEntriesAbout(station.db, subjectOf(promiseId))
  expect(entry).toMatchObject({
    kind: 'promises.made',
    data: {
      promiseId,
      agencyId: 'forestry',
      what: '嘉明湖山屋的空床每天公布',
      dueOn: '2026-12-31',
    },
  })
})

test('the same source promises once, also when its job runs again after the day is over', async () => {
  const source = { module: 'voices', ref: 'twice', url: null }
  const first = await made({ source })
  const again = { source, dueOn: '2026-01-01' }
  expect(await inTransaction((tx) => makePromise(station, tx, promise(again)))).toEqual({
    promiseId: first,
    isNew: false,
  })
  expect(await kindsOf(first)).toEqual(['promises.made'])
})

test('two processes that make the same promise at once make one', async () => {
  const source = { module: 'voices', ref: 'race', url: null }
  const ids = await Promise.all([1, 2, 3].map(() => made({ source })))
  expect(new Set(ids).size).toBe(1)
})

test.each([
  ['an agency the city does not have', { agencyId: 'nobody' }, '/agencyId'],
  ['a day that is over', { dueOn: '2026-11-22' }, '/dueOn'],
  ['no words', { what: '  ' }, '/what'],
  [
    'a source that is a script',
    { source: { module: 'voices', ref: '9', url: 'javascript:1' } },
    '/source/url',
  ],
] as const)('a promise with %s is refused', async (_, over, pointer) => {
  await expect(made(over)).rejects.toMatchObject({ kind: 'invalid', problems: [{ pointer }] })
})

test('what came of it is written once, and stands in the open log', async () => {
  const promiseId = await made()
  const kept = { state: 'kept', why: null, evidenceUrl: '/log/1' } as const
  await inTransaction((tx) => settlePromise(station, tx, { promiseId, actor: RANGER, ...kept }))
  const again = inTransaction((tx) =>
    settlePromise(station, tx, {
      promiseId,
      actor: RANGER,
      state: 'not',
      why: 'x',
      evidenceUrl: null,
    }),
  )
  await expect(again).rejects.toMatchObject({ kind: 'conflict' })
  expect(await findPromise(station.db, promiseId)).toMatchObject(kept)
  expect(await kindsOf(promiseId)).toEqual(['promises.made', 'promises.settled'])
})

test('two officers who answer at once: one is written, the other is told', async () => {
  const promiseId = await made()
  const settle = (why: string) =>
    inTransaction((tx) =>
      settlePromise(station, tx, {
        promiseId,
        actor: RANGER,
        state: 'not',
        why,
        evidenceUrl: null,
      }),
    )
  const results = await Promise.allSettled([settle('a'), settle('b')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await kindsOf(promiseId)).toEqual(['promises.made', 'promises.settled'])
})

test('an officer of another agency may not say what came of it', async () => {
  const promiseId = await made()
  const actor = { ...RANGER, agencyId: 'police' }
  const settled = inTransaction((tx) =>
    settlePromise(station, tx, { promiseId, actor, state: 'not', why: 'x', evidenceUrl: null }),
  )
  await expect(settled).rejects.toMatchObject({ kind: 'forbidden' })
})

test('handing on ends one promise and begins another with the same words', async () => {
  const promiseId = await made()
  const to = { agencyId: 'yushan-park', by: '玉管處', why: '營地由玉管處管理', dueOn: '2027-01-31' }
  const next = await inTransaction((tx) => handOn(station, tx, { promiseId, actor: RANGER, to }))
  const [ended, begun] = await Promise.all(
    [promiseId, next.promiseId].map((id) => findPromise(station.db, id)),
  )
  expect(ended).toMatchObject({ state: 'handed_on', why: to.why, handedTo: next.promiseId })
  expect(begun).toMatchObject({
    state: 'open',
    agencyId: 'yushan-park',
    handedFrom: promiseId,
    what: ended?.what,
    source: ended?.source,
    dueOn: '2027-01-31',
  })
  expect(await kindsOf(promiseId)).toEqual(['promises.made', 'promises.handed_on'])
})

test('what is due soon is called to mind once, and again once when it is overdue', async () => {
  const soon = await made({ dueOn: '2026-11-28' })
  const remindersOf = async () =>
    (
      await station.db
        .selectFrom('core.events')
        .select(['name', 'data'])
        .where('name', 'in', ['promises.due_soon', 'promises.overdue'])
        .orderBy('event_id')
        .execute()
    )
      .filter(({ data }) => (data as { promiseId: string }).promiseId === soon)
      .map(({ name }) => name)

  await remind(station)
  await remind(station)
  expect(await remindersOf()).toEqual(['promises.due_soon'])

  await station.clock.move?.(new Date('2026-11-29T09:00:00+08:00'))
  await remind(station)
  await remind(station)
  expect(await remindersOf()).toEqual(['promises.due_soon', 'promises.overdue'])
  await station.clock.move?.(new Date(station.city.demo.start))
})

test('overdue ones are counted, and listed by the day they were due', async () => {
  const list = { filter: 'overdue', today: '2027-06-01', after: null, limit: 100 } as const
  const overdue = await listPromises(station.db, list)
  const counts = await countPromises(station.db, '2027-06-01')
  expect(overdue.length).toBe(counts.overdue)
  expect(counts.open).toBeGreaterThanOrEqual(counts.overdue)
  expect(overdue.map(({ dueOn }) => dueOn)).toEqual(overdue.map(({ dueOn }) => dueOn).sort())
  expect((await countPromises(station.db, TODAY)).overdue).toBe(0)
})

test('a list is read page by page without a gap', async () => {
  const all = await listPromises(station.db, {
    filter: null,
    today: TODAY,
    after: null,
    limit: 500,
  })
  const seen: string[] = []
  for (let after: { dueOn: string; promiseId: string } | null = null; ; ) {
    const page = await listPromises(station.db, { filter: null, today: TODAY, after, limit: 3 })
    seen.push(...page.map(({ promiseId }) => promiseId))
    after = page.at(-1) ?? null
    if (page.length < 3) break
  }
  expect(seen).toEqual(all.map(({ promiseId }) => promiseId))
})
