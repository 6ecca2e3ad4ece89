import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { runCommand } from '../core/commands.ts'
import { commands } from './commands.ts'

let station: TestStation
let folder: string
beforeAll(async () => {
  station = await newStation()
  folder = mkdtempSync(join(tmpdir(), 'yizhan-form-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await station.close()
})

async function call(...args: string[]) {
  const lines: string[] = []
  const code = await runCommand(commands, ['voices', 'import', ...args], {
    tell: (line) => lines.push(line),
    directory: folder,
    openStation: async () => station,
  })
  return { code, lines, count: code === 2 ? null : JSON.parse(lines.at(-1) ?? '') }
}

async function importText(name: string, text: string | Buffer) {
  writeFileSync(join(folder, name), text)
  return call(name, '--programme', 'masks')
}

const reportWith = (words: string) =>
  station.db
    .selectFrom('voices.reports')
    .selectAll()
    .where('words', 'like', `%${words}%`)
    .executeTakeFirstOrThrow()

const DAMAGED = [
  '\uFEFF時間戳記,醫事機構代碼,備註文字,藥局網址',
  '2020/2/9 下午 3:04:05,5901184446,每天九點發號碼牌,https://a.example/',
  '2020/2/9 下午 3:05:00,101090517,"下班後來的人都買不到，已有20位客人空手回去",',
  '2020/2/9 下午 3:06:00,5.901E+09,"第一行：人手不足\n第二行：包裝到半夜",',
  '2020/2/9 下午 3:07:00,大安,早就已售完但網頁顯示還有,',
  '2020/2/9 下午 3:08:00,５９０１１８４４４６,,',
  '2020/2/9 下午 3:09:00,5901184447,無',
  '昨天,592202A296,週日,公休,不發牌,https://b.example/',
  '',
  '2020/2/9 下午 3:10:00,5901184448,"請打 0912-345-678 找 A123456789 的孫女，阿嬤排隊領不到"\r',
].join('\n')

test('a form with every damage is kept, row by row, and a bad code loses no text', async () => {
  const { code, count } = await importText('damaged.csv', DAMAGED)
  expect(code).toBe(0)
  expect(count).toEqual({ rows: 8, kept: 7, repaired: 1, refused: 1 })

  const late = await reportWith('下班後來的人')
  expect(late).toMatchObject({
    service_id: 'mask-ration',
    shape: 'form',
    door: 'file',
    sorted_as: 'voice',
    sorted_by: 'rule',
    kind: 'missed',
    severity: 'cannot',
    people: 20,
    is_estimate: false,
    site_code: '0101090517',
    district_id: null,
    happened_on: '2020-02-09',
  })
  expect(late.said_at.toISOString()).toBe('2020-02-09T07:05:00.000Z')
  expect(late.groups).toContain('works_late')
  expect(late.finding_id).not.toBeNull()
})

test('each row is sorted by what it says', async () => {
  expect(await reportWith('每天九點')).toMatchObject({ sorted_as: 'notice', finding_id: null })
  expect(await reportWith('早就已售完')).toMatchObject({ sorted_as: 'correction', site_code: null })
  expect(await reportWith('第二行')).toMatchObject({
    sorted_as: 'voice',
    kind: 'burden',
    site_code: null,
    words: '第一行：人手不足\n第二行：包裝到半夜',
  })
  expect(await reportWith('無')).toMatchObject({ sorted_as: 'junk' })
})

test('a torn note is whole again and an unreadable time is the time of the import', async () => {
  expect(await reportWith('週日')).toMatchObject({
    words: '週日,公休,不發牌',
    link: 'https://b.example/',
    site_code: '592202A296',
    said_at: station.clock.now(),
  })
})

test('numbers of persons are not kept', async () => {
  expect((await reportWith('孫女')).words).toBe('請打 ○○○ 找 ○○○ 的孫女，阿嬤排隊領不到')
})

const reports = async () =>
  Number(
    (
      await station.db
        .selectFrom('voices.reports')
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
  )

test('the same form again keeps each row once, and says the same', async () => {
  const before = await reports()
  const { count } = await importText('again.csv', DAMAGED)
  expect(count).toEqual({ rows: 8, kept: 7, repaired: 1, refused: 1 })
  expect(await reports()).toBe(before)
})

test('a Big5 file is the same form, its columns in any order and without a header too', async () => {
  const before = await reports()
  const big5 = iconv.encode(DAMAGED.replace('\uFEFF', ''), 'big5')
  expect((await importText('big5.csv', big5)).count.kept).toBe(7)
  const turned =
    '備註,代碼,時間\n每天九點發號碼牌,5901184449,2020/2/9 下午 3:04:05\n只有備註的人也說一句話,,\n'
  expect((await importText('turned.csv', turned)).count).toMatchObject({ rows: 2, kept: 2 })
  const bare = '2020/2/9 下午 4:00:00,5901184446,週六休息,\n'
  expect((await importText('bare.csv', bare)).count).toMatchObject({ rows: 1, kept: 1 })
  expect(await reports()).toBe(before + 3)
})

test('two people without a time may say the same; read again they stay two', async () => {
  const before = await reports()
  const twice = 'note\n這裡的阿伯領不到\n這裡的阿伯領不到\n'
  await importText('twice.csv', twice)
  await importText('twice-again.csv', twice)
  expect(await reports()).toBe(before + 2)
})

test('a quote that is never closed is told with its line, and the rows before it are kept', async () => {
  const torn = 'note\n門口有階梯，輪椅上不去\n"這裡開了沒有關\n後面還有\n'
  const { code, lines, count } = await importText('torn.csv', torn)
  expect(code).toBe(1)
  expect(lines[0]).toContain('a quote is opened and never closed')
  expect(count).toEqual({ rows: 1, kept: 1, repaired: 0, refused: 0 })
  expect(await reportWith('輪椅上不去')).toMatchObject({ sorted_as: 'voice' })
})

test('a text longer than what is kept ends with a sign of it; unseen signs alone are empty', async () => {
  const long = `note\n${'很長的字'.repeat(700)}\n"\u0000\u200B"\n`
  const { count } = await importText('long.csv', long)
  expect(count).toMatchObject({ rows: 2, kept: 1, refused: 1 })
  const { words } = await reportWith('很長的字很長的字')
  expect([...words]).toHaveLength(2000)
  expect(words.endsWith('…')).toBe(true)
})

test('an empty file and a header alone are no rows', async () => {
  const none = { rows: 0, kept: 0, repaired: 0, refused: 0 }
  expect((await importText('empty.csv', '')).count).toEqual(none)
  expect((await importText('header.csv', 'time,site code,note,link\n')).count).toEqual(none)
})

test('two thousand rows take seconds', async () => {
  const rows = Array.from(
    { length: 2_000 },
    (_, at) =>
      `2020/3/1 10:00:${at % 60},${5_900_000_000 + at},${at % 10 ? `第 ${at} 家每天九點發牌` : `第 ${at} 家：下班的人買不到`},`,
  )
  const begun = performance.now()
  const { count } = await importText('many.csv', rows.join('\n'))
  expect(count).toEqual({ rows: 2_000, kept: 2_000, repaired: 0, refused: 0 })
  expect(performance.now() - begun).toBeLessThan(15_000)
})

test.each([
  [['nowhere.csv', '--programme', 'masks'], 'There is no file nowhere.csv.'],
  [['.', '--programme', 'masks'], 'There is no file'],
  [['damaged.csv', '--programme', 'tests'], 'There is no programme "tests".'],
  [['damaged.csv'], '--programme is needed.'],
  [['--programme', 'masks'], 'Expected 1 arguments'],
])('a wrong call says what is wrong in one line: %s', async (args, words) => {
  const { code, lines } = await call(...args)
  expect(code).toBe(2)
  expect(lines[0]).toContain(words)
})
