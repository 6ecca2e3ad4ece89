// A remote service by its address, for whoever writes one and for a city before it signs: described by
// what the service says of itself now, asked with the token of ADAPTER_TOKEN.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WrongCall } from '../../core/commands.ts'
import type { Adapter } from '../contract.ts'
import { words } from '../kit/words.ts'
import { remoteAdapter } from '../remote/adapter.ts'
import { WireDescription } from '../remote/wire.ts'

const TIMEOUT_MS = 10_000

export const isAddress = (name: string): boolean => /^https?:\/\//.test(name)

export const tokenOf = (environment: Record<string, string | undefined>): string =>
  environment.ADAPTER_TOKEN ?? ''

/** @throws WrongCall when it does not describe itself */
export async function adapterAt(address: string, token: string): Promise<Adapter> {
  const url = address.replace(/\/+$/, '')
  const said = WireDescription.safeParse(await describedAt(url, token))
  if (!said.success) {
    const [first] = said.error.issues
    throw new WrongCall(`${url}/describe: ${first?.path.join('.')}: ${first?.message}`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-remote-'))
  try {
    const file = join(folder, said.data.id)
    writeFileSync(`${file}.describe.json`, JSON.stringify(said.data))
    return remoteAdapter({
      file: pathToFileURL(`${file}.ts`).href,
      url,
      agencies: [said.data.id],
      credential: { name: 'token', title: words('權杖', 'Token') },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function describedAt(url: string, token: string): Promise<unknown> {
  const headers = token ? { authorization: `Bearer ${token}` } : undefined
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const answer = await fetch(`${url}/describe`, { ...(headers ? { headers } : {}), signal })
    if (!answer.ok) throw new WrongCall(`${url}/describe answered ${answer.status}.`)
    return await answer.json()
  } catch (error) {
    if (error instanceof WrongCall) throw error
    throw new WrongCall(`${url}/describe does not answer: ${(error as Error).message}.`)
  }
}
