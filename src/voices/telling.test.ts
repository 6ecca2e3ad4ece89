// Who gave a name hears of each decision and of the end, by mail, each once.

import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs, newStation, type TestStation } from '../../tests/world.ts'
import { taipeiDay } from '../core/clock.ts'
import { answerReporters } from './actions/judging.ts'
import { tellVoice } from './actions/reports.ts'
import { decide, openRound } from './actions/rounds.ts'
import { VoiceRequest } from './schema/report.ts'
import { findMedianWait } from './store/decisions.ts'
import { listFindings } from './store/findings.ts'

let station: TestStation
let server: Server
let letters: string[] = []

beforeAll(async () => {
  station = await newStation()
  server = createServer((socket) => {
    let isData = false
    socket.write('220 here\r\n')
    socket.on('data', (bytes) => {
      const text = String(bytes)
      if (text.startsWith('RCPT')) letters.push(text.trim())
      const isOver = isData && text.endsWith('\r\n.\r\n')
      if (isOver || !isData)
        socket.write(text.startsWith('DATA') ? '354 go on\r\n' : '250 fine\r\n')
      isData = !isOver && (isData || text.startsWith('DATA'))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  station.config.smtpUrl = `smtp://127.0.0.1:${port}`
})
afterAll(async () => {
  server.close()
  await station.close()
})

const actorOf = (accountId: string, desks: string[]) => ({
  accountId,
  name: '',
  email: '',
  roles: ['clerk'],
  desks,
  agencyId: null,
})

test('a decision reaches everybody who gave a name, once, however often the job runs', async () => {
  for (const isNamed of [true, false])
    await tellVoice(
      station,
      VoiceRequest.parse({
        service: 'mask-ration',
        severity: 'late',
        groups: ['older'],
        barriers: ['queue'],
        words: isNamed ? '站不了那麼久' : '排太久',
        isNamed,
      }),
      {
        actor: actorOf('pharmacist', []),
        device: null,
        door: 'counter',
        shape: 'moment',
        language: 'zh-TW',
        sheet: null,
      },
    )
  await openRound(station)
  const today = taipeiDay(station.clock.now())
  const [finding] = await listFindings(station.db, { today, limit: 1 })
  const { decisionId } = await decide(station, {
    actor: actorOf('masks', ['mask-desk']),
    findingId: finding?.findingId ?? '',
    revision: finding?.revision ?? 0,
    language: 'zh-TW',
    kind: 'try',
    words: '給長輩椅子和號碼',
    severity: 'late',
    agency: 'health',
    by: '口罩供應窗口',
    dueOn: '2026-12-10',
    changedWhat: null,
    changedId: null,
    changedVersion: null,
  })
  await drainJobs(station)
  expect(letters).toEqual(['RCPT TO:<pharmacist@taichung.example>'])
  letters = []
  await answerReporters(station, decisionId)
  await drainJobs(station)
  expect(letters).toEqual([])
  expect(await findMedianWait(station.db, '2026-11-01')).toEqual({ days: 0, reports: 2 })
})
