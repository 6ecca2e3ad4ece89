// Lists for an agency that only collects, against the insurer's own SFTP server and store.

import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insuranceBy } from '../../../../cities/taichung/adapters/group-insurance.ts'
import { forgetRows } from '../../store/batch-rows.ts'
import { boxOf, byS3, ID, openTown, TEAM, type Town } from './box.examples.ts'
import { eraseOldLists, visitBoxes } from './upkeep.ts'

let town: Town
beforeEach(async () => {
  town = await openTown()
})
afterEach(() => town.close())

/** Tonight's list goes out, is collected, and answered. */
async function throughTheNight(day = '11-23') {
  await town.at(`${day}T23:16`)
  await town.visit()
  await town.at(`${day}T23:31`)
  await town.visit()
}

const kindOf = (outcome: { kind: string } | null) => outcome?.kind ?? null

describe('a row', () => {
  test('goes with the list of the night and comes back with a policy', async () => {
    const sent = await town.submit('leg-1')
    expect(sent).toMatchObject({ kind: 'pending', until: '2026-11-23T23:30:00+08:00' })
    expect(await town.lookup('leg-1')).toEqual(sent)
    await throughTheNight()
    expect(await town.lookup('leg-1')).toEqual({
      kind: 'approved',
      reference: 'reference' in sent ? sent.reference : '',
      number: 'H1151123-0001',
    })
    expect(await town.oracle()).toMatchObject([
      { key: 'leg-1', standing: true, fields: { insured: 2, from: '2026-12-12', premium: 400 } },
    ])
    const rows = await town.station.db.selectFrom('adapters.batch_rows').selectAll().execute()
    expect(rows.map(({ sealed, state }) => [sealed, state])).toEqual([[null, 'taken']])
  })

  test('is one row, however often and at once its key is sent', async () => {
    const all = await Promise.all([1, 2, 3].map(() => town.submit('leg-1')))
    const kept = all.filter(({ kind }) => kind === 'pending')
    expect(kept.length).toBeGreaterThan(0)
    expect(await town.submit('leg-1')).toEqual(kept[0])
    await throughTheNight()
    expect(await town.oracle()).toHaveLength(1)
    expect(await town.submit('leg-1')).toMatchObject({ kind: 'approved' })
  })

  test.each([
    ['11-23T23:14', '2026-11-23T23:30:00+08:00'],
    ['11-23T23:15', '2026-11-24T23:30:00+08:00'],
    ['11-23T23:30', '2026-11-24T23:30:00+08:00'],
    ['11-24T00:00', '2026-11-24T23:30:00+08:00'],
  ])('sent at %s is collected at %s', async (at, until) => {
    await town.at(at)
    expect(await town.submit('leg-1')).toMatchObject({ until })
  })

  test('that was refused is sent back alone, and goes again as another item', async () => {
    const old = { ...TEAM, startOn: '2026-11-24', endOn: '2026-11-25' }
    const bad = await town.submit('leg-1', old)
    await town.submit('leg-2')
    // Nobody was there for its night; by the next one it is too late for this trip.
    await town.at('11-24T00:10')
    await town.visit()
    await town.at('11-24T23:31')
    await town.visit()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'rejected' })
    expect(await town.lookup('leg-2')).toMatchObject({ kind: 'approved' })
    const again = await town.submit('leg-1')
    expect(again).toMatchObject({ kind: 'pending' })
    expect('reference' in again && 'reference' in bad && again.reference !== bad.reference).toBe(
      true,
    )
    await throughTheNight('11-25')
    expect((await town.oracle()).map(({ key }) => key).sort()).toEqual(['leg-1', 'leg-2'])
  })

  test('is taken back while its list is open, and is in no list then', async () => {
    const sent = await town.submit('leg-1')
    const reference = 'reference' in sent ? (sent.reference ?? '') : ''
    expect(await town.withdraw(reference)).toEqual({ kind: 'withdrawn' })
    expect(await town.withdraw(reference)).toEqual({ kind: 'withdrawn' })
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'rejected', isWithdrawn: true })
    await throughTheNight()
    expect(await town.lists()).toEqual([])
    expect((await town.batches()).map(({ state }) => state)).toEqual(['empty'])
  })

  test('that was handed over is cancelled by a row of the next list', async () => {
    const sent = await town.submit('leg-1')
    const reference = 'reference' in sent ? (sent.reference ?? '') : ''
    await throughTheNight()
    const asked = await town.withdraw(reference)
    expect(asked).toEqual({
      kind: 'unavailable',
      cause: 'waits_for_collection',
      retryAfter: '2026-11-25T00:30:00+08:00',
    })
    expect(await town.withdraw(reference)).toEqual(asked)
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
    await throughTheNight('11-24')
    expect(await town.withdraw(reference)).toEqual({ kind: 'withdrawn' })
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'rejected', isWithdrawn: true })
    expect(await town.oracle()).toMatchObject([{ standing: false }])
  })

  test('that has begun cannot be cancelled, and the insurer says so', async () => {
    const sent = await town.submit('leg-1')
    await throughTheNight()
    await town.at('12-12T08:00')
    const reference = 'reference' in sent ? (sent.reference ?? '') : ''
    await town.withdraw(reference)
    await throughTheNight('12-12')
    expect(await town.withdraw(reference)).toMatchObject({
      kind: 'refused',
      reasons: [{ text: { 'zh-TW': '已起保不得取消' } }],
    })
  })
})

test('a thousand rows in one night arrive once each', async () => {
  const keys = Array.from({ length: 1000 }, (_, at) => `leg-${at}`)
  for (let at = 0; at < keys.length; at += 8) {
    await town.rest()
    await Promise.all(keys.slice(at, at + 8).map((key) => town.submit(key)))
  }
  for (const key of keys) {
    if (kindOf(await town.lookup(key)) === null) {
      await town.rest()
      await town.submit(key)
    }
  }
  await throughTheNight()
  const filed = (await town.oracle()).map(({ key }) => key)
  expect(new Set(filed).size).toBe(1000)
  expect(filed).toHaveLength(1000)
  expect((await town.batches()).map(({ state }) => state)).toEqual(['done'])
}, 120_000)

describe('whatever goes wrong when a list is handed over', () => {
  const FAULTS: [string, (town: Town) => Promise<unknown>][] = [
    ['a put that is cut', (one) => one.trouble('cut_put')],
    ['a log-in that is refused', (one) => one.trouble('auth_refused')],
    ['a disk that is full', (one) => one.trouble('disk_full')],
    ['another host key', (one) => one.trouble('host_key')],
    ...['drop_before', 'drop_after', 'http500', 'half_page', 'slow'].map(
      (mode): [string, (town: Town) => Promise<unknown>] => [mode, (one) => one.fault(mode)],
    ),
    ...['maintenance', 'reset', 'login_wall', 'captcha', 'drop_before', 'http500'].map(
      (mode): [string, (town: Town) => Promise<unknown>] => [
        `${mode} at any time`,
        (one) => one.fault(mode, 'any'),
      ],
    ),
  ]
  test.each(FAULTS)('%s: each row arrives once, in one file', async (_, bring) => {
    await town.submit('leg-1')
    await town.submit('leg-2')
    await town.at('11-23T23:16')
    await bring(town)
    await town.visit()
    await town.visit()
    await town.visit()
    await town.at('11-23T23:31')
    await town.visit()
    expect((await town.oracle()).map(({ key }) => key).sort()).toEqual(['leg-1', 'leg-2'])
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
    expect(new Set(await town.lists()).size).toBe(1)
    expect((await town.batches()).map(({ state }) => state)).toEqual(['done'])
  })

  test('another host key stops the lane, and nothing was said to it', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:16')
    await town.trouble('host_key')
    expect(await town.exchange()).toEqual({ ok: false, detail: 'host_key_changed' })
    const lane = await town.station.db
      .selectFrom('adapters.lanes')
      .select(['stopped_at', 'last_cause'])
      .where('adapter_id', '=', ID)
      .executeTakeFirstOrThrow()
    expect(lane).toMatchObject({ stopped_at: expect.any(Date), last_cause: 'host_key_changed' })
    expect(await town.lists()).toEqual([])
  })

  test('a server that is not declared is not spoken to', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:16')
    const hostKeys = ['{sandbox-sftp-hostkey}']
    const place = { sftp: 'sftp://{sandbox-sftp}', user: 'yizhan', password: 'password', hostKeys }
    const elsewhere = insuranceBy(place, 'sftp://elsewhere.example:22')
    expect(await town.exchange(elsewhere)).toEqual({ ok: false, detail: 'host_not_declared' })
  })
})

describe('answers', () => {
  test('in two halves settle each row when its half comes', async () => {
    await town.submit('leg-1')
    await town.submit('leg-2')
    await town.trouble('ack_in_two')
    await throughTheNight()
    const kinds = async () => [await town.lookup('leg-1'), await town.lookup('leg-2')].map(kindOf)
    expect((await kinds()).sort()).toEqual(['approved', 'pending'])
    await town.at('11-24T06:05')
    await town.visit()
    expect(await kinds()).toEqual(['approved', 'approved'])
  })

  test('with spaces in their header are read', async () => {
    await town.submit('leg-1')
    await town.trouble('ack_spaces')
    await throughTheNight()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
  })

  test.each(['no_ack', 'ack_line_missing'])('%s: after its time nobody knows', async (mode) => {
    await town.submit('leg-1')
    await town.trouble(mode)
    await throughTheNight()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'pending' })
    await town.at('11-25T05:29')
    await town.visit()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'pending' })
    await town.at('11-25T05:31')
    await town.visit()
    expect(await town.lookup('leg-1')).toEqual({ kind: 'unknown', cause: 'no_acknowledgement' })
    // It is there: nothing may be sent again.
    await town.submit('leg-1')
    await throughTheNight('11-25')
    expect(await town.oracle()).toHaveLength(1)
  })

  test('of a changed program stop the lane, and are read when a person has looked', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:16')
    await town.visit()
    await town.at('11-23T23:31')
    await town.fault('changed_layout', 'any')
    expect(await town.exchange()).toEqual({ ok: false, detail: 'changed_layout' })
    await town.calm()
    await town.visit()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
  })

  test('that call a row repeated leave it to a person', async () => {
    await town.submit('leg-1')
    await town.fault('duplicate_answer', 'any')
    await throughTheNight()
    expect(await town.lookup('leg-1')).toEqual({ kind: 'unknown', cause: 'called_duplicate' })
  })

  test('that refuse the whole list stop the lane; of its rows nobody knows', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:16')
    const wrong = boxOf({ columns: ['件號', '隊名'] })
    expect(await town.exchange(wrong)).toEqual({ ok: true, detail: '1 lists' })
    await town.at('11-23T23:31')
    expect(await town.exchange()).toEqual({ ok: false, detail: 'list_refused' })
    expect(await town.lookup('leg-1')).toEqual({ kind: 'unknown', cause: 'no_acknowledgement' })
    expect(await town.exchange()).toEqual({ ok: true, detail: 'nothing to do' })
  })

  test('never come for a list that would now be written otherwise: it is not put again', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:16')
    await town.trouble('cut_put')
    await town.exchange()
    expect(await town.exchange(boxOf({ columns: ['件號'] }))).toMatchObject({
      detail: 'list_changed',
    })
    await town.visit()
    expect(await town.lists()).toEqual([])
  })
})

describe('a process that dies', () => {
  test.each(['closed', 'intended', 'put', 'handed', 'answered'] as const)(
    'at %s leaves each row to arrive once',
    async (stopAt) => {
      await town.submit('leg-1')
      await town.submit('leg-2')
      for (const time of ['23:16', '23:20', '23:31', '23:40']) {
        await town.at(`11-23T${time}`)
        await town.exchange(boxOf({ stopAt }))
        await town.exchange(boxOf({ stopAt }))
        if (time !== '23:20') await town.visit()
      }
      expect((await town.oracle()).map(({ key }) => key).sort()).toEqual(['leg-1', 'leg-2'])
      expect(await town.lists()).toHaveLength(1)
      expect(await town.lookup('leg-2')).toMatchObject({ kind: 'approved' })
    },
  )

  test('right after its list went out, over the night, finds it answered', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:20')
    await town.exchange(boxOf({ stopAt: 'put' }))
    expect((await town.batches())[0]).toMatchObject({ state: 'closed', handed_at: null })
    await town.at('11-24T09:00')
    await town.visit()
    await town.visit()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
    expect((await town.batches())[0]).toMatchObject({ state: 'done', nights_missed: 0 })
  })
})

describe('a night that fails', () => {
  test('is told, and the list goes with the next one', async () => {
    await town.submit('leg-1')
    await town.at('11-24T08:00')
    await town.visit()
    expect(await town.lookup('leg-1')).toMatchObject({
      kind: 'pending',
      until: '2026-11-24T23:30:00+08:00',
      note: { 'zh-TW': expect.stringContaining('沒有收到') },
    })
    const told = await town.station.db
      .selectFrom('core.events')
      .select('data')
      .where('name', '=', 'adapters.night_missed')
      .execute()
    expect(told).toMatchObject([{ data: { adapterId: ID, nightsMissed: 1, isGivenUp: false } }])
    await town.at('11-24T23:31')
    await town.visit()
    expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
    expect(await town.oracle()).toHaveLength(1)
  })

  test('because the agency slept leaves the file; after the bound it is taken out again', async () => {
    await town.submit('leg-1')
    await town.at('11-23T23:16')
    await town.visit()
    for (const day of ['24', '25', '26']) {
      await town.at(`11-${day}T00:31`, true)
      await town.visit()
      expect(kindOf(await town.lookup('leg-1'))).toBe('pending')
      expect(await town.lists()).toHaveLength(1)
    }
    await town.at('11-27T00:31', true)
    await town.visit()
    expect(await town.lookup('leg-1')).toBeNull()
    expect(await town.lists()).toEqual([])
  })

  test('with a stopped lane until nobody can wait any more: certainly not there', async () => {
    await town.submit('leg-1')
    await town.at('11-25T05:31')
    await visitBoxes(town.station)
    expect(await town.lookup('leg-1')).toBeNull()
    await throughTheNight('11-25')
    expect(await town.oracle()).toEqual([])
  })
})

test('by the other door everything is the same', async () => {
  await town.close()
  town = await openTown({ adapter: byS3() })
  await town.submit('leg-1')
  await town.at('11-23T23:16')
  for (const mode of ['drop_before', 'drop_after', 'http500']) {
    await town.fault(mode)
    await town.visit()
  }
  for (const mode of ['disk_full', 'cut_put', 'auth_refused']) {
    await town.trouble(mode)
    await town.visit()
  }
  await town.calm()
  await town.visit()
  await town.at('11-23T23:31')
  await town.visit()
  expect(await town.lookup('leg-1')).toMatchObject({ kind: 'approved' })
  expect(await town.oracle()).toHaveLength(1)
  expect(new Set(await town.lists()).size).toBe(1)
})

test('whoever wants nothing kept is in no list that has not closed, and in no answer', async () => {
  await town.submit('leg-1')
  await town.submit('leg-2')
  await forgetRows(town.station.db, ['leg-1'])
  expect(await town.lookup('leg-1')).toMatchObject({ kind: 'rejected', isWithdrawn: true })
  await throughTheNight()
  expect((await town.oracle()).map(({ key }) => key)).toEqual(['leg-2'])
  await forgetRows(town.station.db, ['leg-2'])
  expect(await town.lookup('leg-2')).toMatchObject({ kind: 'approved' })
  expect(await town.lookup('leg-2')).not.toHaveProperty('number')
})

test('two months later nothing of a row can be read', async () => {
  await town.submit('leg-1')
  await throughTheNight()
  await town.at('12-31T00:00')
  await eraseOldLists(town.station)
  expect(await town.lookup('leg-1')).toMatchObject({ number: 'H1151123-0001' })
  await town.station.clock.move?.(new Date('2027-01-24T00:00:00+08:00'))
  await eraseOldLists(town.station)
  const seen = await town.lookup('leg-1')
  expect(seen).toMatchObject({ kind: 'approved' })
  expect(seen).not.toHaveProperty('number')
})

test('a list that was given up while its box was being opened is not put into it', async () => {
  await town.submit('leg-1')
  // Another process settles it right before this one hands it over.
  await sql`
    create function adapters.settle() returns trigger language plpgsql as $$
    begin
      if new.looked_at is distinct from old.looked_at and new.looked_at is not null then
        new.state := 'given_up';
      end if;
      return new;
    end $$`.execute(town.station.db)
  await sql`create trigger settled before update on adapters.batches
    for each row execute function adapters.settle()`.execute(town.station.db)
  await town.at('11-23T23:16')
  await town.visit()
  expect((await town.batches()).map(({ state }) => state)).toEqual(['given_up'])
  expect(await town.lookup('leg-1')).toBeNull()
  expect(await town.lists()).toEqual([])
})
