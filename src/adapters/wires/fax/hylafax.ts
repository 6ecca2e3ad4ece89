// Debian's HylaFAX commands. Arguments go to the program itself and through no shell; each run has a
// bounded time and a bounded output.

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AgencyTrouble } from '../../kit/trouble.ts'
import { digitsOf, jobOf } from './line.ts'

const SEND_MS = 20_000
const STATUS_MS = 10_000
const MOST_OUTPUT = 1_000_000

export interface HylafaxJob {
  server: string
  number: string
  /** Our key: the server's people see it beside the job. */
  tag: string
  paper: Uint8Array
}

/**
 * The number of the job, once the server has it.
 * @param beforeBytes right before anything goes out
 * @throws AgencyTrouble
 */
export async function sendByHylafax(
  { server, number, tag, paper }: HylafaxJob,
  signal: AbortSignal,
  beforeBytes: () => void,
): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'yizhan-fax-'))
  try {
    const file = join(dir, 'fax.pdf')
    await writeFile(file, paper, { mode: 0o600 })
    beforeBytes()
    // -n: no cover page. -D: the server tells its own people when it is done.
    const args = ['-n', '-D', '-h', server, '-i', tag, '-d', digitsOf(number), file]
    const printed = await run('sendfax', args, SEND_MS, signal)
    const job = jobOf(printed)
    if (!job) throw new AgencyTrouble('fax_server_not_understood')
    return job
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** What the server shows of all jobs, waiting and done. @throws AgencyTrouble */
export const listJobs = (server: string, signal: AbortSignal): Promise<string> =>
  run('faxstat', ['-h', server, '-s', '-d'], STATUS_MS, signal)

function run(command: string, args: string[], timeoutMs: number, signal: AbortSignal) {
  return new Promise<string>((resolve, reject) => {
    const options = { timeout: timeoutMs, signal, maxBuffer: MOST_OUTPUT, windowsHide: true }
    execFile(command, args, options, (error, printed, complaint) => {
      if (!error) return resolve(printed)
      reject(troubleOf(error, complaint))
    })
  })
}

/** Where the program could not be started or did not reach its server, nothing was queued. */
function troubleOf(error: Error & { code?: string | number | null }, complaint: string) {
  const told = { cause: new Error(complaint.slice(0, 500)) }
  if (error.code === 'ENOENT') {
    return new AgencyTrouble('no_sendfax', { ...told, isNothingRecorded: true })
  }
  if (/can not reach|connection refused|unknown host|could not connect/i.test(complaint)) {
    return new AgencyTrouble('refused', { ...told, isNothingRecorded: true })
  }
  return new AgencyTrouble('fax_server_failed', told)
}
