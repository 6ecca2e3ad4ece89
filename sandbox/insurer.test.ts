import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AwsClient } from 'aws4fetch'
import iconv from 'iconv-lite'
import ssh2, { type ConnectConfig, type SFTPWrapper } from 'ssh2'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newKeyPair } from './insurer/sftp.ts'
import { type Sandbox, startSandbox } from './start.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-insurer-'))
const options = { port: 0, dir, start: '2026-11-23T09:00:00+08:00' }
let sandbox: Sandbox
const open: { end(): void }[] = []

beforeAll(async () => {
  sandbox = await startSandbox(options)
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(() => order('/reset', {}))
afterEach(() => {
  for (const client of open.splice(0)) client.end()
})

const order = async (path: string, body: unknown) => {
  const answer = await fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
  return answer.json()
}
const ask = async (path: string) => (await fetch(sandbox.url + path)).json()
const clock = (at: string) => order('/clock', { at: `${at}:00+08:00` })
const trouble = (mode: string, times = 1) => order('/insurer/faults', { mode, times })

async function visit(login: ConnectConfig = { password: 'demo-box' }) {
  const { sftp: port } = await ask('/ports')
  const client = new ssh2.Client()
  open.push(client)
  const key: { seen?: Buffer } = {}
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
    client.on('error', reject)
    client.on('close', () => reject(new Error('closed')))
    client.on('ready', () =>
      client.setNoDelay().sftp((error, made) => (error ? reject(error) : resolve(made))),
    )
    client.connect({
      host: '127.0.0.1',
      port,
      username: 'yizhan',
      hostVerifier: (seen: Buffer) => {
        key.seen = seen
        return true
      },
      ...login,
    })
  })
  const lost = new Promise<never>((_, reject) => {
    client.on('close', () => reject(new Error('connection lost')))
  })
  lost.catch(() => undefined)
  const or = <T>(work: Promise<T>) => Promise.race([work, lost])
  return {
    key,
    put: (path: string, bytes: Buffer) =>
      or(promisify<string, Buffer, void>(sftp.writeFile.bind(sftp) as never)(path, bytes)),
    read: (path: string) => or(promisify<string, Buffer>(sftp.readFile.bind(sftp) as never)(path)),
    rename: (from: string, to: string) => or(promisify(sftp.rename.bind(sftp))(from, to)),
    remove: (path: string) => or(promisify(sftp.unlink.bind(sftp))(path)),
    list: async (path: string) =>
      (await or(promisify(sftp.readdir.bind(sftp))(path))).map(({ filename }) => filename),
  }
}

const HEADER =
  '件號,異動別,團體名稱,要保人,要保人證號,聯絡電話,活動地點,起保日,止保日,人數,每人保額,保險費,名冊,備註'
const PEOPLE = '林怡君/A123456789/0750302/林父/父母；陳小弟/B123456780/1020101/法定繼承人/無'
const row = (itemNo: string, changed: Record<string, string> = {}) => {
  const cells: Record<string, string> = {
    件號: itemNo,
    異動別: '新增',
    團體名稱: '山風隊',
    要保人: '林怡君',
    要保人證號: 'A123456789',
    聯絡電話: '0912345678',
    活動地點: '南二段',
    起保日: '1151205',
    止保日: '1151212',
    人數: '2',
    每人保額: '"1,000,000"',
    保險費: '400',
    名冊: PEOPLE,
    備註: `key-${itemNo}`,
    ...changed,
  }
  return HEADER.split(',')
    .map((name) => cells[name])
    .join(',')
}
const list = (...rows: string[]) => iconv.encode([HEADER, ...rows, ''].join('\r\n'), 'cp950')
const ackOf = (bytes: Buffer) => iconv.decode(bytes, 'cp950').split('\r\n')

describe('a night', () => {
  test('reads what lies there at 23:30 and answers a line a row', async () => {
    const box = await visit()
    await box.put('in/A.csv', list(row('1'), row('2', { 保險費: '999' }), row('1')))
    await clock('2026-11-23T23:29')
    expect(await box.list('ack')).toEqual([])
    await clock('2026-11-23T23:30')
    expect(await box.list('in')).toEqual([])
    expect(await box.list('done')).toEqual(['A.csv'])
    expect(ackOf(await box.read('ack/A.ack.csv'))).toEqual([
      '序號,件號,結果,保單號碼或原因',
      '1,1,收件,H1151123-0001',
      '2,2,退件,保費不符',
      '3,1,退件,重複件號(H1151123-0001)',
      '',
    ])
    expect((await ask('/oracle'))['hike-insurer']).toEqual({
      received: 3,
      filed: 1,
      withdrawn: 0,
      duplicates: 1,
    })
    expect(await ask('/oracle/hike-insurer')).toMatchObject([
      { key: 'key-1', fields: { insured: 2, from: '2026-12-05', premium: 400 } },
    ])
  })

  test('leaves lists being written and lists that come later', async () => {
    const box = await visit()
    await box.put('in/A.csv.part', list(row('1')))
    await clock('2026-11-23T23:31')
    await box.rename('in/A.csv.part', 'in/A.csv')
    expect(await box.list('in')).toEqual(['A.csv'])
    await clock('2026-11-24T23:31')
    expect(await box.list('done')).toEqual(['A.csv'])
  })

  test('throws away a name it had, and a list with another header', async () => {
    const box = await visit()
    await box.put('in/A.csv', list(row('1')))
    await order('/insurer/officer/collect', {})
    await box.put('in/A.csv', list(row('2')))
    await box.put('in/B.csv', iconv.encode(`件號,隊名\r\n1,山風\r\n`, 'cp950'))
    await order('/insurer/officer/collect', {})
    expect(await box.list('ack')).toEqual(['A.ack.csv', 'A.dup', 'B.err'])
    expect(ackOf(await box.read('ack/B.err'))[0]).toBe('檔頭不符')
    expect((await ask('/oracle'))['hike-insurer'].received).toBe(1)
  })

  test('takes UTF-8 with its mark, and a cancellation before the first day', async () => {
    const box = await visit()
    await box.put('in/A.csv', Buffer.from(`\ufeff${HEADER}\r\n${row('1')}\r\n`))
    await order('/insurer/officer/collect', {})
    const cancel = `1,取消${','.repeat(12)}`
    await box.put('in/B.csv', list(cancel, `9${cancel.slice(1)}`))
    await order('/insurer/officer/collect', {})
    expect(ackOf(await box.read('ack/B.ack.csv')).slice(1, 3)).toEqual([
      '1,1,收件,H1151123-0001',
      '2,9,退件,查無保單',
    ])
    expect((await ask('/oracle'))['hike-insurer']).toMatchObject({ filed: 0, withdrawn: 1 })
  })

  test.each([
    [
      'a child with a named heir',
      { 名冊: PEOPLE.replace('法定繼承人/無', '王母/父母') },
      '受益人不符規定',
    ],
    ['an heir of the same list', { 名冊: PEOPLE.replace('林父', '陳小弟') }, '受益人不符規定'],
    ['a leader who is not insured', { 要保人證號: 'Z999999999' }, '要保人不在名冊'],
    ['a day with slashes', { 起保日: '115/12/05' }, '「起保日」格式錯誤'],
    ['a day too late', { 起保日: '1151123', 止保日: '1151123' }, '起保日不在受理期間'],
    ['a cover it does not sell', { 每人保額: '"1,500,000"' }, '保額錯誤'],
    ['a cover without commas', { 每人保額: '1000000' }, '保額錯誤'],
    ['nobody to call', { 聯絡電話: '' }, '「聯絡電話」未填'],
  ])('refuses %s', async (_, changed, reason) => {
    const box = await visit()
    await box.put('in/A.csv', list(row('1', changed)))
    await order('/insurer/officer/collect', {})
    expect(ackOf(await box.read('ack/A.ack.csv'))[1]).toBe(`1,1,退件,${reason}`)
  })

  test('some nights the answer comes in halves, lacks a line, has spaces, or does not come', async () => {
    const box = await visit()
    const night = async (name: string, mode: string) => {
      await trouble(mode)
      await box.put(`in/${name}.csv`, list(row(`${name}1`), row(`${name}2`)))
      await order('/insurer/officer/collect', {})
    }
    await night('A', 'ack_in_two')
    await night('B', 'ack_line_missing')
    await night('C', 'ack_spaces')
    await night('D', 'no_ack')
    expect(await box.list('ack')).toEqual(['A.ack1.csv', 'B.ack.csv', 'C.ack.csv'])
    await clock('2026-11-24T06:00')
    expect(ackOf(await box.read('ack/A.ack2.csv'))[1]).toContain('A2,收件')
    expect(ackOf(await box.read('ack/B.ack.csv'))).toHaveLength(3)
    expect(ackOf(await box.read('ack/C.ack.csv'))[0]).toBe(
      '序號 ,件號  ,結果   ,保單號碼或原因    ',
    )
    expect((await ask('/oracle'))['hike-insurer'].filed).toBe(8)
  })
})

describe('the SFTP door', () => {
  test('keeps its key over a restart and tells its fingerprint', async () => {
    const before = await (await fetch(`${sandbox.url}/insurer/hostkey`)).text()
    await sandbox.stop()
    sandbox = await startSandbox(options)
    expect(await (await fetch(`${sandbox.url}/insurer/hostkey`)).text()).toBe(before)
    const first = (await visit()).key.seen
    await trouble('host_key')
    const other = (await visit()).key.seen
    expect((await visit()).key.seen).toEqual(first)
    expect(other).not.toEqual(first)
  })

  test('lets in a password or a key that came by letter, nobody else', async () => {
    await expect(visit({ password: 'wrong' })).rejects.toThrow(/authentication/)
    const { private: privateKey, public: key } = newKeyPair()
    const byKey = { privateKey }
    await expect(visit(byKey)).rejects.toThrow(/authentication/)
    await order('/insurer/keys', { key })
    expect(await (await visit(byKey)).list('/')).toEqual(['in', 'done', 'ack'])
    await trouble('auth_refused')
    await expect(visit()).rejects.toThrow(/authentication/)
  })

  test('shows the customer only in/ to write, and does not rename over another', async () => {
    const box = await visit()
    await expect(box.put('done/A.csv', list())).rejects.toThrow(/Permission/)
    await box.put('in/A.csv', list(row('1')))
    await box.put('in/B.csv', list(row('2')))
    await expect(box.rename('in/B.csv', 'in/A.csv')).rejects.toThrow(/Failure/)
    await box.remove('in/B.csv')
    expect(await box.list('in')).toEqual(['A.csv'])
    await expect(box.read('ack/none')).rejects.toThrow(/No such file/)
  })

  test('a put that is cut leaves half a file; a full disk leaves none of it', async () => {
    const bytes = list(row('1'), row('2'), row('3'))
    await trouble('cut_put')
    const first = await visit()
    await expect(first.put('in/A.csv', bytes)).rejects.toThrow()
    const box = await visit()
    expect((await box.read('in/A.csv')).length).toBe(Math.floor(bytes.length / 2))
    await trouble('disk_full')
    await expect(box.put('in/B.csv', bytes)).rejects.toThrow(/Failure/)
    expect((await box.read('in/B.csv')).length).toBe(0)
  })

  test.each(['maintenance', 'reset', 'login_wall', 'captcha'])(
    '%s keeps the customer out once',
    async (mode) => {
      await order('/faults', { agency: 'hike-insurer', mode, times: 1 })
      await expect(visit()).rejects.toThrow()
      expect(await (await visit()).list('in')).toEqual([])
    },
  )

  test('a rename whose answer is lost has happened; one lost before has not', async () => {
    for (const [mode, names] of [
      ['drop_before', ['A.csv.part']],
      ['drop_after', ['A.csv']],
    ] as const) {
      await order('/reset', {})
      const box = await visit()
      await box.put('in/A.csv.part', list(row('1')))
      await order('/faults', { agency: 'hike-insurer', mode, times: 1 })
      await expect(box.rename('in/A.csv.part', 'in/A.csv')).rejects.toThrow()
      expect(await (await visit()).list('in')).toEqual(names)
    }
  })

  test('a changed program names the columns otherwise; a false duplicate names another policy', async () => {
    const box = await visit()
    await order('/faults', { agency: 'hike-insurer', mode: 'duplicate_answer', times: 1 })
    await box.put('in/A.csv', list(row('1'), row('2')))
    await order('/insurer/officer/collect', {})
    const lines = ackOf(await box.read('ack/A.ack.csv'))
    expect(lines[1]).toBe('1,1,退件,重複件號(H1151101-0007)')
    expect(lines[2]).toContain('收件')
    await order('/faults', { agency: 'hike-insurer', mode: 'changed_layout', times: 1 })
    expect(ackOf(await box.read('ack/A.ack.csv'))[0]).toContain('處理狀態')
  })
})

describe('the store', () => {
  const client = (secretAccessKey = 'demo-box-secret-key') =>
    new AwsClient({
      accessKeyId: 'YZDEMOBOX',
      secretAccessKey,
      region: 'ap-east-2',
      service: 's3',
      retries: 0,
    })
  const send = (path: string, init: RequestInit = {}, datetime = '20261123T010500Z') =>
    client().fetch(`${sandbox.url}/insurer/s3/hike-box${path}`, { ...init, aws: { datetime } })

  test('keeps an object once where the customer asks for that', async () => {
    const body = new Uint8Array(list(row('1')))
    const put = { method: 'PUT', body, headers: { 'if-none-match': '*' } }
    expect((await send('/in/A.csv', put)).status).toBe(200)
    const again = await send('/in/A.csv', put)
    expect([again.status, await again.text()]).toEqual([
      412,
      expect.stringContaining('PreconditionFailed'),
    ])
    await order('/insurer/officer/collect', {})
    const names = await (await send('?list-type=2&prefix=ack/')).text()
    expect(names).toContain('<Key>ack/A.ack.csv</Key>')
    expect(names).toContain('<IsTruncated>false')
    const ack = Buffer.from(await (await send('/ack/A.ack.csv')).arrayBuffer())
    expect(ackOf(ack)[1]).toBe('1,1,收件,H1151123-0001')
    expect((await send('/ack/A.ack.csv', { method: 'DELETE' })).status).toBe(403)
    expect((await send('/in/none.csv')).status).toBe(404)
  })

  test('gives a hundred names a page', async () => {
    const box = await visit()
    for (let at = 0; at < 101; at += 1) await box.put(`in/N${at}.csv`, Buffer.from('x'))
    const first = await (await send('?list-type=2&prefix=in/')).text()
    expect(first.match(/<Key>/g)).toHaveLength(100)
    const token = /<NextContinuationToken>([^<]+)/.exec(first)?.[1] ?? ''
    const rest = await send(
      `?list-type=2&prefix=in/&continuation-token=${encodeURIComponent(token)}`,
    )
    expect((await rest.text()).match(/<Key>/g)).toHaveLength(1)
  })

  test('refuses a signature that is wrong, late or missing', async () => {
    const url = `${sandbox.url}/insurer/s3/hike-box/in/A.csv`
    const aws = { datetime: '20261123T010500Z' }
    const wrong = await client('another secret').fetch(url, { aws })
    expect(await wrong.text()).toContain('SignatureDoesNotMatch')
    const late = await send('/in/A.csv', {}, '20261123T020000Z')
    expect(await late.text()).toContain('RequestTimeTooSkewed')
    expect((await fetch(url)).status).toBe(403)
  })

  test('has the same troubles as the other door', async () => {
    const put = { method: 'PUT', body: new Uint8Array(list(row('1'))) }
    await trouble('disk_full')
    expect((await send('/in/A.csv', put)).status).toBe(507)
    await trouble('cut_put')
    await expect(send('/in/A.csv', put)).rejects.toThrow()
    await order('/faults', { agency: 'hike-insurer', mode: 'drop_after', times: 1 })
    await expect(send('/in/A.csv', put)).rejects.toThrow()
    expect((await send('/in/A.csv', { method: 'HEAD' })).status).toBe(200)
  })
})
