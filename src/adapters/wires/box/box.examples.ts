// A city and an insurer side by side, for tests of lists: their clocks move together, unless a test
// lets the insurer sleep.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { COLLECTS } from '../../../../cities/taichung/adapters/group-insurance/team.ts'
import {
  adapter as bySftp,
  COLUMNS,
  insuranceBy,
} from '../../../../cities/taichung/adapters/group-insurance.ts'
import { startSandbox } from '../../../../sandbox/start.ts'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { carry, startLane } from '../../actions.ts'
import type { Adapter, Input } from '../../contract.ts'
import { CHEN, LIN } from '../../filings.examples.ts'
import { boxAdapter, lists, tables, z } from '../../kit.ts'
import { visitBoxes } from './upkeep.ts'
import type { ExchangeOptions } from './visit.ts'

export const ID = 'group-insurance'
export const TEAM: Input = {
  teamName: '南二段小隊',
  area: '南二段',
  startOn: '2026-12-12',
  endOn: '2026-12-19',
  leader: LIN,
  members: [CHEN],
}

/** Through the insurer's other door. */
export const byS3 = (): Adapter =>
  insuranceBy(
    {
      bucket: 'http://{sandbox}/insurer/s3/hike-box',
      region: 'ap-east-2',
      accessKey: 'access_key',
      secretKey: 'secret_key',
    },
    '{sandbox}',
  )

/** The insurer's lists, written by a program that dies, or that got the columns wrong. */
export const boxOf = ({
  columns = COLUMNS,
  ...options
}: ExchangeOptions & { columns?: string[] }) =>
  boxAdapter({
    describe: { ...bySftp.describe },
    input: z.looseObject({}),
    ...lists.byBox(
      {
        place: {
          sftp: 'sftp://{sandbox-sftp}',
          user: 'yizhan',
          password: 'password',
          hostKeys: ['{sandbox-sftp-hostkey}'],
        },
        collects: COLLECTS,
        encoding: 'utf-8-bom',
        nameOf: ({ number, id }) => `YZ${String(number).padStart(5, '0')}-${id}.csv`,
        row: () => ({}),
        write: (rows) => tables.write({ columns, encoding: 'utf-8-bom' }, rows),
        answers: (file, list) => {
          if (file === list.replace('.csv', '.ack.csv')) return 'lines'
          return file === list.replace('.csv', '.err') ? 'refused' : null
        },
        readAnswers: (bytes) =>
          tables
            .read({ columns: ['件號', '保單號碼或原因'], encoding: 'cp950' }, bytes)
            .map(({ 件號: item = '', 保單號碼或原因: number = '' }) => ({
              item,
              isTaken: true,
              number,
            })),
        refusal: () => ({ kind: 'rejected', reasons: [] }),
      },
      options,
    ),
  })

export interface Oracle {
  key: string
  standing: boolean
  fields: { insured: number; itemNo: string }
}

export type Town = Awaited<ReturnType<typeof openTown>>

export async function openTown({ adapter = bySftp }: { adapter?: Adapter } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-box-'))
  const start = '2026-11-23T09:30:00+08:00'
  const sandbox = await startSandbox({ port: 0, dir, start })
  const station = await newStation({ sandboxUrl: sandbox.url, now: start })
  const tell = async (path: string, body: unknown) => {
    const answer = await fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
    return answer.json()
  }
  /** As if the pauses of the lane had passed, and a person had looked. */
  const rest = async () => {
    await startLane(station, ID)
    const { db } = station
    await sql`update adapters.lanes set next_at = '-infinity', paused_until = null, failures = 0`.execute(
      db,
    )
    await sql`update adapters.batches set looked_at = null`.execute(db)
  }
  return {
    sandbox,
    station,
    tell,
    rest,
    /** `11-23T23:20`, for the city and the insurer, or for the city alone. */
    at: async (time: string, alone = false) => {
      const at = `2026-${time}:00+08:00`
      await station.clock.move?.(new Date(at))
      if (!alone) await tell('/clock', { at })
    },
    trouble: (mode: string, times = 1) => tell('/insurer/faults', { mode, times }),
    fault: (mode: string, on = 'file', times = 1) =>
      tell('/faults', { agency: 'hike-insurer', mode, on, times, delayMs: 2000 }),
    calm: async () => {
      await tell('/faults', { agency: 'hike-insurer', mode: 'none' })
      await tell('/insurer/faults', { mode: 'none' })
    },
    /** One visit of the job. */
    visit: async () => {
      await rest()
      if (adapter === bySftp) await visitBoxes(station)
      else await carry(station, adapter, 'exchange', {})
    },
    exchange: async (one: Adapter = adapter) => {
      await rest()
      return (await carry(station, one, 'exchange', {})).outcome
    },
    ...filingBy(station, adapter),
    oracle: async (): Promise<Oracle[]> =>
      (await fetch(`${sandbox.url}/oracle/hike-insurer`)).json() as Promise<Oracle[]>,
    lists: async () => {
      const page = await (await fetch(`${sandbox.url}/insurer/officer`)).text()
      return [...page.matchAll(/<li>(YZ[\w-]+\.csv) \d+<\/li>/g)].map(([, name]) => name)
    },
    batches: async () =>
      station.db.selectFrom('adapters.batches').selectAll().orderBy('number').execute(),
    close: async () => {
      await station.close()
      await sandbox.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const filingBy = (station: TestStation, adapter: Adapter) => ({
  submit: async (key: string, input: Input = TEAM) =>
    (await carry(station, adapter, 'submit', { key, input })).outcome,
  lookup: async (key: string) =>
    (await carry(station, adapter, 'lookup', { by: { key }, input: TEAM })).outcome,
  withdraw: async (reference: string) =>
    (await carry(station, adapter, 'withdraw', { reference, input: TEAM })).outcome,
})
