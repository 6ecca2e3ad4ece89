// Switches that make a stand-in fail on purpose, for tests. Each stand-in says which agency a
// request concerns, what it is, and how its own maintenance page and changed layout look.

import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'

export const modes = [
  'none',
  'drop_before',
  'drop_after',
  'slow',
  'http500',
  'maintenance',
  'half_page',
  'changed_layout',
  'duplicate_answer',
  'reset',
  'login_wall',
  'captcha',
] as const
export type Mode = (typeof modes)[number]

export const occasions = ['file', 'cancel', 'query', 'any'] as const
export type Occasion = (typeof occasions)[number]

export interface Fault {
  mode: Mode
  on: Occasion
  /** Requests still to fail; null is until switched off. */
  times: number | null
  delayMs: number
}

export type SandboxEnv = {
  Bindings: HttpBindings
  Variables: { pretendDuplicate: boolean }
}
export type Asked = Context<SandboxEnv>

export type Faults = Map<string, Fault>

export interface Manners {
  /** The agency concerned, as far as the request tells. */
  agencyOf(asked: Asked): Promise<string | null> | string | null
  /** `file`: the last click of a filing. */
  occasionOf(asked: Asked): Occasion
  maintenance(asked: Asked): Response | Promise<Response>
  changeLayout(page: Buffer): Uint8Array<ArrayBuffer> | string
}

export const defaultOccasion = (mode: Mode): Occasion =>
  mode === 'drop_before' || mode === 'drop_after' || mode === 'duplicate_answer' ? 'file' : 'any'

export function guard(faults: Faults, manners: Manners): MiddlewareHandler<SandboxEnv> {
  return async (asked, next) => {
    const fault = takeFault(faults, await manners.agencyOf(asked), manners.occasionOf(asked))
    if (!fault) return next()
    switch (fault.mode) {
      case 'drop_before':
        return hangUp(asked)
      case 'drop_after':
        await next()
        hangUp(asked)
        return
      case 'slow':
        await sleep(fault.delayMs)
        return next()
      case 'reset':
        return hangUp(asked, true)
      case 'login_wall':
        return asked.html(WALLS.login_wall)
      case 'captcha':
        return asked.html(WALLS.captcha)
      case 'http500':
        return asked.html("<h1>Server Error in '/' Application.</h1>", 500)
      case 'maintenance':
        return manners.maintenance(asked)
      case 'duplicate_answer':
        asked.set('pretendDuplicate', true)
        return next()
      default:
        await next()
        await spoilAnswer(asked, fault.mode, manners)
    }
  }
}

export function takeFault(faults: Faults, agency: string | null, occasion: Occasion): Fault | null {
  const fault = agency === null ? undefined : faults.get(agency)
  if (!fault || fault.mode === 'none') return null
  if (fault.on !== 'any' && fault.on !== occasion) return null
  if (fault.times === null) return fault
  if (fault.times <= 0) return null
  fault.times -= 1
  return fault
}

/** With `isReset` the other side sees a reset connection, not a closed one. */
function hangUp(asked: Asked, isReset = false): Response {
  const { socket } = asked.env.incoming
  if (isReset) socket.resetAndDestroy()
  else socket.destroy()
  return asked.body(null)
}

/** What a site puts in the way of a robot. Nothing is recorded. */
const WALLS = {
  login_wall: `<!doctype html><html lang="zh-TW"><head><title>會員登入</title></head><body><h1>會員登入</h1>
<form method="post" action="?"><p>帳號 <input name="u"></p><p>密碼 <input type="password" name="p"></p>
<button>登入</button></form></body></html>`,
  captcha: `<!doctype html><html lang="zh-TW"><head><title>安全驗證</title></head><body><h1>請完成圖形驗證</h1>
<form method="post" action="?"><img alt="圖形驗證碼" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<p>驗證碼 <input name="captcha" autocomplete="off"></p><button>我不是機器人</button></form></body></html>`,
}

async function spoilAnswer(asked: Asked, mode: Mode, manners: Manners): Promise<void> {
  const { status, headers } = asked.res
  const bytes = new Uint8Array(await asked.res.arrayBuffer())
  const kept = new Headers(headers)
  kept.delete('content-length')
  const body =
    mode === 'half_page'
      ? bytes.slice(0, Math.floor(bytes.length / 2))
      : manners.changeLayout(Buffer.from(bytes))
  asked.res = undefined
  asked.res = new Response(status === 302 ? null : body, { status, headers: kept })
}
