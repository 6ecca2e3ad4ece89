import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CheerioAPI, load } from 'cheerio'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-roads-'))
let sandbox: Sandbox
let cookie = ''

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(async () => {
  await order('/reset', {})
  cookie = ''
})

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()

interface Seen {
  $: CheerioAPI
  path: string
  errors: string
}

async function open(path: string, init: RequestInit = {}): Promise<Seen> {
  const answer = await fetch(sandbox.url + path, {
    ...init,
    headers: { cookie, ...init.headers },
    redirect: 'manual',
  })
  for (const line of answer.headers.getSetCookie()) cookie = line.split(';')[0] ?? ''
  const to = answer.headers.get('location')
  if (to) return open(to)
  expect(answer.headers.get('content-type')).toBe('text/html')
  const $ = load(iconv.decode(Buffer.from(await answer.arrayBuffer()), 'big5'))
  return { $, path, errors: $('#errmsg').text().trim() }
}

const token = ({ $ }: Seen) => String($('input[name=tk]').attr('value') ?? '')

/** As a browser posts a page in Big5: what Big5 lacks goes as a number reference. */
function big5(text: string): Buffer {
  const safe = [...text]
    .map((one) => (/[䂖]/.test(one) ? `&#${one.codePointAt(0)};` : one))
    .join('')
  return iconv.encode(safe, 'big5')
}
const percent = (text: string) =>
  [...big5(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const post = (path: string, values: Record<string, string>) =>
  open(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Object.entries(values)
      .map(([name, value]) => `${name}=${percent(value)}`)
      .join('&'),
  })

type Part = [name: string, value: string | { file: string; bytes: Buffer }]

function upload(path: string, parts: Part[]) {
  const lines = parts.map(([name, value]) =>
    typeof value === 'string'
      ? Buffer.concat([
          big5(`--zz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
        ])
      : Buffer.concat([
          big5(
            `--zz\r\nContent-Disposition: form-data; name="${name}"; filename="${value.file}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
          ),
          value.bytes,
          Buffer.from('\r\n'),
        ]),
  )
  return open(path, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=zz' },
    body: new Uint8Array(Buffer.concat([...lines, Buffer.from('--zz--\r\n')])),
  })
}

const pdf = Buffer.from('%PDF-1.4 map')
const who = {
  s1: '1',
  t1: '王小明',
  t2: 'a123456789',
  t3: '0912345678',
  t4: '青水區鹿角街1號',
  s2: '1',
  c1: 'Y',
}
const when = { t1: '115/12/05', t2: '115/12/06', s1: '2', t3: '6', t4: 'case-1:road-office' }

async function toFiles(): Promise<Seen> {
  let page = await open('/roads/apply.asp')
  page = await post('/roads/apply.asp', { tk: token(page), ...who })
  page = await post('/roads/place.asp', { tk: token(page), s1: '2', b1: '讀取路名' })
  page = await post('/roads/place.asp', { tk: token(page), s1: '2', s2: '2', b2: '讀取路段' })
  return post('/roads/place.asp', {
    tk: token(page),
    s1: '2',
    s2: '2',
    s3: '3',
    t1: '騎樓前',
    b9: '下一頁',
  })
}

async function toConfirm(changes: Record<string, string> = {}): Promise<Seen> {
  const page = await toFiles()
  return upload('/roads/files.asp', [
    ['tk', token(page)],
    ...Object.entries({ ...when, ...changes }),
    ['f1', { file: '位置圖.pdf', bytes: pdf }],
    ['f2', { file: '同意書.PDF', bytes: pdf }],
  ])
}

async function file(changes: Record<string, string> = {}): Promise<Seen> {
  return post('/roads/save.asp', { tk: token(await toConfirm(changes)), c1: 'Y' })
}

describe('applying', () => {
  test('four pages lead to a number, and everything that was sent is kept', async () => {
    const done = await file()
    expect(done.$('#result').text()).toBe('案號：RO115-00001')
    expect((await oracle())['road-office']).toEqual({
      received: 1,
      filed: 1,
      withdrawn: 0,
      duplicates: 0,
    })
    const [kept] = await oracle('/road-office')
    expect(kept).toMatchObject({
      key: 'case-1:road-office',
      status: '受理中',
      fields: {
        name: '王小明',
        idNo: 'A123456789',
        road: '市場街',
        section: '100號以後',
        map: { name: '位置圖.pdf', bytes: pdf.length },
      },
    })
  })

  test('the roads of a district and the sections of a road come only after asking for them', async () => {
    let page = await open('/roads/apply.asp')
    page = await post('/roads/apply.asp', { tk: token(page), ...who })
    expect(page.$('select[name=s2] option').length).toBe(1)
    page = await post('/roads/place.asp', { tk: token(page), s1: '1', b1: 'x' })
    expect(page.$('select[name=s2]').text()).toBe('請選擇中港路鹿角街堤邊路')
    page = await post('/roads/place.asp', { tk: token(page), s1: '2', s2: '1', s3: '1', b9: 'x' })
    expect(page.errors).toBe('◎請選擇路名')
  })

  test('a form sent twice is refused the second time', async () => {
    const page = await toConfirm()
    await post('/roads/save.asp', { tk: token(page), c1: 'Y' })
    const again = await post('/roads/save.asp', { tk: token(page), c1: 'Y' })
    expect(again.errors).toBe('◎請勿重複送出或使用上一頁')
    expect((await oracle())['road-office']).toMatchObject({ received: 2, filed: 1 })
  })

  test('every wrong field has its line in red, on a page that answers 200', async () => {
    const page = await open('/roads/apply.asp')
    const again = await post('/roads/apply.asp', {
      tk: token(page),
      ...who,
      t1: '',
      t2: 'A123456788',
      c1: '',
    })
    expect(again.errors).toBe('◎申請人姓名未填◎證號錯誤◎請閱讀並同意注意事項')
  })

  test('a file of another kind, a file too large and a long remark are refused together', async () => {
    const page = await toFiles()
    const again = await upload('/roads/files.asp', [
      ['tk', token(page)],
      ...Object.entries({ ...when, t1: '115/11/25', t4: '長'.repeat(41) }),
      ['f1', { file: 'map.png', bytes: pdf }],
      ['f2', { file: 'consent.pdf', bytes: Buffer.concat([pdf, Buffer.alloc(1024 * 1024)]) }],
    ])
    expect(again.errors).toBe(
      '◎占用起日須為申請日後7日至60日◎占用期間以7日為限◎備註過長(限40字)◎位置圖檔案格式不符(限PDF、JPG、PNG)◎同意書超過1MB',
    )
  })

  test('a character outside Big5 is kept as a number reference and shown as the character', async () => {
    await file({ t4: 'case-1:䂖' })
    const [kept] = await oracle('/road-office')
    expect(kept.key).toBe('case-1:&#16534;')
    const page = await open('/roads/view.asp?no=RO115-00001')
    expect(page.$('td').text()).toContain('case-1:䂖')
  })

  test('before eight and from eight in the evening nothing can be applied for', async () => {
    await order('/clock', { at: '2026-11-23T20:00:00+08:00' })
    expect((await open('/roads/apply.asp')).errors).toContain('非受理時間')
    expect((await open('/roads/query.asp')).errors).toBe('')
  })
})

describe('afterwards', () => {
  test('the list is searched by remark, shows ten a page and masks names', async () => {
    for (let at = 0; at < 11; at += 1) await file({ t4: `case-${at}:road-office` })
    const page = await open('/roads/query.asp?q=%3Aroad-office')
    expect(page.path).toBe('/roads/list.asp?q=%3Aroad-office')
    expect(page.$('#result tr').length).toBe(11)
    expect(page.$('#result').text()).toContain('王○明')
    const rest = await open(`/roads/${page.$('a:contains(下一頁)').attr('href')}`)
    expect(rest.$('#result tr').length).toBe(2)
    expect((await open('/roads/list.asp?q=case-77')).errors).toBe('◎查無案件')
  }, 30_000)

  test('an applicant withdraws with the right ID and a reason', async () => {
    await file()
    let page = await open('/roads/cancel.asp?no=RO115-00001')
    page = await post('/roads/cancel.asp', {
      tk: token(page),
      t1: 'RO115-00001',
      t2: 'B123456780',
      s1: '1',
    })
    expect(page.errors).toBe('◎查無案件或證號不符')
    page = await post('/roads/cancel.asp', {
      tk: token(page),
      t1: 'RO115-00001',
      t2: 'A123456789',
      s1: '4',
    })
    expect(page.errors).toBe('◎選其他者，請填補充說明')
    page = await post('/roads/cancel.asp', {
      tk: token(page),
      t1: 'RO115-00001',
      t2: 'A123456789',
      s1: '1',
    })
    expect(page.$('#result').text()).toContain('已撤回')
    expect((await oracle())['road-office']).toMatchObject({ filed: 0, withdrawn: 1 })
  })

  test('an officer approves, and the same section cannot be asked for again', async () => {
    await file()
    const page = await post('/roads/officer/act', { no: 'RO115-00001', approve: '核准' })
    expect(page.$('td').text()).toContain('示道占字第115000001號')
    expect((await toConfirm()).errors).toBe('◎該路段於所填期間已有核准之占用')
  })
})

describe('faults', () => {
  test('a filing whose answer is lost is there all the same', async () => {
    const page = await toConfirm()
    await order('/faults', { agency: 'road-office', mode: 'drop_after', times: 1 })
    await expect(post('/roads/save.asp', { tk: token(page), c1: 'Y' })).rejects.toThrow()
    expect((await oracle())['road-office']).toMatchObject({ received: 1, filed: 1 })
  })

  test('a redesign changes labels and stays Big5', async () => {
    await file()
    await order('/faults', { agency: 'road-office', mode: 'changed_layout', times: 1 })
    const page = await open('/roads/view.asp?no=RO115-00001')
    expect(page.$('td').length).toBe(0)
    expect(page.$.text()).toContain('收件序號')
  })
})
