// 登山團體保險 of an invented insurer, which collects lists at 23:30 and answers with a list. One row a
// team; item numbers are ours, 備註 keeps the key. Source: sandbox/insurer/README.md.

import { agency, boxAdapter, days, lists, tables, words } from '../../../src/adapters/kit.ts'
import { COLLECTS, check, FIELDS, row, Trip } from './group-insurance/team.ts'

export const COLUMNS =
  '件號,異動別,團體名稱,要保人,要保人證號,聯絡電話,活動地點,起保日,止保日,人數,每人保額,保險費,名冊,備註'.split(
    ',',
  )
const ACK_COLUMNS = ['件號', '結果', '保單號碼或原因']
const ENGLISH = {
  起保日不在受理期間: 'The insurer takes days from 1 to 60 days after the night of collection',
  保險期間錯誤: 'A policy lasts 15 days at most',
  受益人不符規定: 'A beneficiary is not one the insurer takes',
  年齡不符: 'Somebody is older than 80 on the first day',
  已起保不得取消: 'It has begun and can no longer be cancelled',
  件號已取消: 'Cancelled',
  查無保單: 'The insurer has no such policy',
}
function refusal(reason: string): lists.Refusal {
  const repeated = /^重複件號\((.*)\)$/.exec(reason)?.[1]
  if (repeated) return { kind: 'repeated', number: repeated }
  const reasons = agency.reasons([reason], ENGLISH, FIELDS)
  if (/件號已取消|查無保單/.test(reason)) return { kind: 'gone', reasons }
  return { kind: /不在受理期間|已起保/.test(reason) ? 'rejected' : 'correction', reasons }
}

const byList = (place: lists.Place) =>
  lists.byBox<Trip>({
    place,
    collects: COLLECTS,
    encoding: 'utf-8-bom',
    nameOf: ({ number, id }) => `YZ${String(number).padStart(5, '0')}-${id}.csv`,
    row,
    cancelRow: (item) => ({ 件號: item, 異動別: '取消' }),
    write: (rows) => tables.write({ columns: COLUMNS, encoding: 'utf-8-bom' }, rows),
    answers: (file, list) => {
      const stem = list.replace(/csv$/, '')
      if (/^ack[12]?\.csv$/.test(file.slice(stem.length)) && file.startsWith(stem)) return 'lines'
      return file === `${stem}err` ? 'refused' : file === `${stem}dup` ? 'repeated' : null
    },
    readAnswers: (bytes) =>
      tables.read({ columns: ACK_COLUMNS, encoding: 'cp950' }, bytes).map((line) => {
        const { 件號: item = '', 結果: result, 保單號碼或原因: said = '' } = line
        if (result === '收件') return { item, isTaken: true, number: said }
        if (result === '退件') return { item, isTaken: false, reason: said }
        throw new agency.ChangedLayout([`結果 is ${result}`])
      }),
    refusal,
  })

/** The same adapter whichever door the insurer opens. */
export const insuranceBy = (place: lists.Place, host: string) =>
  boxAdapter({
    describe: {
      id: 'group-insurance',
      agencies: ['hike-insurer'],
      title: words('登山團體保險', 'Group insurance for hikers'),
      semantics: { idempotent: true, lookup: 'key', withdraw: true, correct: false },
      openingHours: null,
      limits: { timeoutMs: 60_000, concurrency: 8, perMinute: 6000, maxResponseBytes: 5_000_000 },
      hosts: [host],
      credentials: [
        { name: 'password', title: words('SFTP 密碼', 'SFTP password'), demo: 'demo-box' },
        { name: 'access_key', title: words('S3 存取金鑰', 'S3 access key'), demo: 'YZDEMOBOX' },
        {
          name: 'secret_key',
          title: words('S3 密鑰', 'S3 secret key'),
          demo: 'demo-box-secret-key',
        },
      ],
    },
    input: Trip,
    check,
    ...byList(place),
    example: (now) => ({
      teamName: '試行小隊',
      area: '南二段',
      startOn: days.addDays(days.taipeiDay(now), 10),
      endOn: days.addDays(days.taipeiDay(now), 13),
      leader: { name: '林試行', id_number: 'A123456789', birth: '1986-03-02', phone: '0912345678' },
      members: [],
    }),
  })

export const adapter = insuranceBy(
  {
    sftp: 'sftp://{sandbox-sftp}',
    user: 'yizhan',
    password: 'password',
    hostKeys: ['{sandbox-sftp-hostkey}'],
  },
  'sftp://{sandbox-sftp}',
)
