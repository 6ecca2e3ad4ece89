import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import { visit } from './visitor.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-police-'))
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(() => order('/reset', {}))

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()
const officer = (form: [string, string][]) => visit(sandbox.url).post('/police/officer/act', form)

async function call(op: string, body: string, key = 'demo-police-key'): Promise<string> {
  const answer = await fetch(`${sandbox.url}/police/MountainEntry.ashx?op=${op}`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'text/xml; charset=utf-8' },
    body,
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/xml; charset=big5')
  return iconv.decode(Buffer.from(await answer.arrayBuffer()), 'big5')
}

const one = (name: string, xml: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]

interface Parts {
  key?: string
  entry?: string
  exit?: string
  leaderName?: string
  leaderId?: string
  bureaus?: string[]
  members?: string
}

const application = (parts: Parts = {}) => `<?xml version="1.0" encoding="utf-8"?>
<MountainEntryApply><ApplyKey>${parts.key ?? 'case-1:police'}</ApplyKey><TeamName>山風隊</TeamName>
<RouteName>南二段</RouteName><EntryDate>${parts.entry ?? '2026/12/05'}</EntryDate><ExitDate>${parts.exit ?? '2026/12/12'}</ExitDate>
<EntryPoint>向陽</EntryPoint><ExitPoint>東埔</ExitPoint><Areas><Area>海端鄉</Area></Areas>
<Bureaus>${(parts.bureaus ?? ['台東', '南投']).map((name) => `<Bureau>${name}</Bureau>`).join('')}</Bureaus>
<Plan>第一天 向陽 &amp; 嘉明湖</Plan>
<Leader><Name>${parts.leaderName ?? '林怡君'}</Name><IdNo>${parts.leaderId ?? 'a123456789'}</IdNo><Birthday>1986/03/02</Birthday><Phone>0912345678</Phone></Leader>
<Members>${parts.members ?? ''}</Members><Contact><Name>陳留守</Name><Phone>0933000111</Phone></Contact></MountainEntryApply>`

const member = (id: string) =>
  `<Member><Name>隊員</Name><IdNo>${id}</IdNo><Birthday>2010/01/01</Birthday></Member>`

describe('applying', () => {
  test('one filing is copied to every bureau it names', async () => {
    const answer = await call('Apply', application())
    expect(one('Code', answer)).toBe('000')
    expect(one('ApplyNo', answer)).toBe('P1151123-0001')
    expect(answer.match(/<Bureau>..<\/Bureau>/g)).toEqual([
      '<Bureau>台東</Bureau>',
      '<Bureau>南投</Bureau>',
    ])
    const [entry] = await oracle('/police')
    expect(entry).toMatchObject({
      key: 'case-1:police',
      status: '審核中',
      fields: { entryPoint: '向陽', exitPoint: '東埔', plan: '第一天 向陽 & 嘉明湖' },
    })
  })

  test('a character outside Big5 comes back as ？ and is kept unchanged', async () => {
    const answer = await call('Apply', application({ leaderName: '𨳊䂖堃' }))
    expect(one('LeaderName', answer)).toBe('？？堃')
    const [entry] = await oracle('/police')
    expect(entry.fields.leader.name).toBe('𨳊䂖堃')
  })

  test('the same leader and day is a duplicate that names the filing it has', async () => {
    await call('Apply', application())
    const answer = await call('Apply', application({ key: 'case-2' }))
    expect(one('Code', answer)).toBe('D01')
    expect(one('ApplyNo', answer)).toBe('P1151123-0001')
    expect(one('ApplyKey', answer)).toBe('case-1:police')
    expect((await oracle()).police).toEqual({ received: 2, filed: 1, withdrawn: 0, duplicates: 1 })
    expect(one('Code', await call('Apply', application({ entry: '2026/12/06' })))).toBe('000')
  })

  test('after cancelling, the same team may file again', async () => {
    await call('Apply', application())
    const cancel =
      '<MountainEntryCancel><ApplyNo>P1151123-0001</ApplyNo><Reason>颱風</Reason></MountainEntryCancel>'
    expect(one('Status', await call('Cancel', cancel))).toBe('已取消')
    expect(one('Code', await call('Cancel', cancel))).toBe('E10')
    expect(one('Code', await call('Apply', application()))).toBe('000')
    expect((await oracle()).police).toEqual({ received: 2, filed: 1, withdrawn: 1, duplicates: 0 })
  })

  test('the window is 3 to 124 days, both included', async () => {
    const code = async (entry: string, leaderId: string) =>
      one('Code', await call('Apply', application({ entry, exit: '2027/12/31', leaderId })))
    expect(await code('2026/11/25', 'A100000001')).toBe('E04')
    expect(await code('2026/11/26', 'A100000001')).toBe('000')
    expect(await code('2027/03/27', 'A100000001')).toBe('000')
    expect(await code('2027/03/28', 'A100000001')).toBe('E04')
  })

  test.each([
    ['E01', application(), 'wrong-key', undefined],
    ['E02', '<MountainEntryApply><ApplyKey>', undefined, undefined],
    ['E02', '<Other/>', undefined, undefined],
    ['E02', application({ leaderName: '長'.repeat(30_000) }), undefined, undefined],
    ['E03', application({ leaderId: ' ' }), undefined, 'Leader/IdNo'],
    ['E05', application({ bureaus: ['臺東'] }), undefined, 'Bureaus/Bureau'],
    ['E06', application({ entry: '2026/02/30' }), undefined, 'EntryDate'],
    [
      'E06',
      application({ members: member('B123456780') + member('B123456780') }),
      undefined,
      'Members/Member[2]/IdNo',
    ],
    [
      'E07',
      application({
        members: Array.from({ length: 12 }, (_, n) => member(`B10000000${n}`)).join(''),
      }),
      undefined,
      undefined,
    ],
  ])('%s is told for what is wrong', async (code, body, key, field) => {
    const answer = await call('Apply', body, key)
    expect(one('Code', answer)).toBe(code)
    expect(one('Field', answer)).toBe(field)
    expect((await oracle()).police.filed).toBe(0)
  })
})

describe('after applying', () => {
  const byKey = '<MountainEntryQuery><ApplyKey>case-1:police</ApplyKey></MountainEntryQuery>'

  test('a filing is found by key, and nothing where nothing is', async () => {
    expect(one('Code', await call('Query', byKey))).toBe('E09')
    await call('Apply', application())
    expect(one('ApplyNo', await call('Query', byKey))).toBe('P1151123-0001')
  })

  test('an officer permits with a number or refuses with a reason', async () => {
    await call('Apply', application())
    await officer([
      ['no', 'P1151123-0001'],
      ['action', 'approve'],
    ])
    expect(one('PermitNo', await call('Query', byKey))).toBe('入山字第1151123001號')
    const refused = await officer([
      ['no', 'P1151123-0001'],
      ['action', 'reject'],
    ])
    expect(refused.status).toBe(400)
    await officer([
      ['no', 'P1151123-0001'],
      ['action', 'reject'],
      ['reason', '管制區封閉'],
    ])
    const answer = await call('Query', byKey)
    expect(one('Status', answer)).toBe('不予許可')
    expect(one('Reason', answer)).toBe('管制區封閉')
  })

  test('the officer sees all that was received', async () => {
    await call('Apply', application({ members: member('B123456780') }))
    const page = await visit(sandbox.url).get('/police/officer/view?no=P1151123-0001')
    for (const word of ['林怡君', 'B123456780', '台東、南投', '陳留守', '嘉明湖']) {
      expect(page.$('body').text()).toContain(word)
    }
  })
})

describe('faults', () => {
  test('a dropped connection records nothing before, everything after', async () => {
    await order('/faults', { agency: 'police', mode: 'drop_before', times: 1 })
    await expect(call('Apply', application())).rejects.toThrow()
    expect((await oracle()).police.received).toBe(0)
    await order('/faults', { agency: 'police', mode: 'drop_after', times: 1 })
    await expect(call('Apply', application())).rejects.toThrow()
    expect((await oracle()).police).toMatchObject({ received: 1, filed: 1 })
    expect(one('Code', await call('Apply', application()))).toBe('D01')
  })

  test('maintenance, a false duplicate, half an answer and renamed elements', async () => {
    const next = (mode: string) => order('/faults', { agency: 'police', mode, times: 1 })
    await next('maintenance')
    expect(one('Code', await call('Apply', application()))).toBe('E90')
    await next('duplicate_answer')
    const duplicate = await call('Apply', application())
    expect([one('Code', duplicate), one('ApplyKey', duplicate)]).toEqual(['D01', 'somebody-else'])
    expect((await oracle()).police.filed).toBe(0)
    await next('half_page')
    expect(await call('Apply', application())).not.toContain('</Response>')
    await next('changed_layout')
    expect(
      await call('Query', '<MountainEntryQuery><ApplyNo>x</ApplyNo></MountainEntryQuery>'),
    ).toContain('<ReCode>E09')
  })

  test('a fault may be kept for queries', async () => {
    await order('/faults', { agency: 'police', mode: 'drop_before', on: 'query' })
    expect(one('Code', await call('Apply', application()))).toBe('000')
    await expect(call('Query', '<MountainEntryQuery/>')).rejects.toThrow()
  })
})
