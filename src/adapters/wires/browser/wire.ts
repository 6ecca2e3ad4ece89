// One call's way through a site in the browser. It knows pages, not adapters: what to look for and
// what to press is the kit's and the author's. Whatever happens to the browser ends as trouble.

import { setTimeout as wait } from 'node:timers/promises'
import { errors, type JSHandle, type Page } from 'playwright-core'
import type { OpenWires, WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import { type Gate, guardPage } from './gate.ts'
import { openRoom, type Room } from './pool.ts'
import { coverOf, LOOK, type Seen } from './sight.ts'

declare module '../../contract.ts' {
  interface Wires {
    browser?: BrowserWire
  }
}

/** What is done to the element with that number. */
export type Deed =
  | { kind: 'press' }
  | { kind: 'write'; text: string }
  | { kind: 'choose'; value: string }
  | { kind: 'tick'; isOn: boolean }

export interface BrowserWire {
  /** Goes to an address of a declared host. */
  go(url: string): Promise<void>
  /** What a person sees now. Numbers in it hold until the next look. */
  look(): Promise<{ url: string; html: string }>
  act(node: number, deed: Deed): Promise<void>
  /** Requests of the page that have no answer yet. */
  pending(): number
  /** What went wrong since it was last asked. */
  takeTrouble(): AgencyTrouble | null
  rest(ms: number): Promise<void>
  /** Keeps a picture of the page as evidence, with credentials covered. */
  picture(label: string): Promise<void>
  /** Right before the click that files. @throws AgencyTrouble not_harmless */
  leave(): void
  /** A line of what was done, into the evidence. Labels only, never what was written. */
  step(line: string): void
}

const DEED_MS = 4_000
const MAX_STEPS = 300
const MAX_HEIGHT = 2_400
/** In base64, with what the case can carry. */
const MAX_PICTURE_CHARS = 400_000
const QUALITIES = [55, 25]

interface Visit {
  room: Room
  page: Page
  gate: Gate
}

export function openBrowserWire(ground: WireGround): OpenWires {
  const steps: string[] = []
  const life = beginLife(ground)
  let seen: JSHandle<Seen> | null = null

  const browser: BrowserWire = {
    go: (url) => life.doing(({ page }) => goTo(page, ground.resolve(url))),
    look: () =>
      life.doing(async ({ page }) => {
        await seen?.dispose().catch(() => undefined)
        const sight = await lookAt(page)
        seen = sight.handle
        return { url: page.url(), html: sight.html }
      }),
    act: (node, deed) => life.doing(() => act(seen, node, deed)),
    pending: () => life.gate()?.pending() ?? 0,
    takeTrouble: () => life.gate()?.takeTrouble() ?? null,
    rest: (ms) => life.doing(() => wait(ms)),
    picture: (label) => life.doing(({ page }) => keepPicture(page, label, ground)),
    leave: () => {
      ground.leave()
      life.gate()?.afterLeaving()
    },
    step: (line) => {
      if (steps.length < MAX_STEPS) steps.push(line)
    },
  }
  return {
    wires: { browser } as OpenWires['wires'],
    close: async () => {
      if (steps.length > 0) {
        ground.keep({ label: 'steps', mediaType: 'text/plain', body: steps.join('\n') })
      }
      await life.end()
    },
  }
}

interface Life {
  /** Begins the visit with the first thing to do; rejects as soon as the call or browser ends. */
  doing<T>(work: (visit: Visit) => Promise<T>): Promise<T>
  /** Null before anything was done. */
  gate(): Gate | null
  end(): Promise<void>
}

function beginLife(ground: WireGround): Life {
  const cut = cutOff()
  let gate: Gate | null = null
  let visiting: Promise<Visit> | null = null
  const visit = () => {
    visiting ??= beginVisit(ground, cut.off).then((begun) => {
      gate = begun.gate
      return begun
    })
    return visiting
  }
  const leaveRoom = async () => (await visiting?.catch(() => null))?.room.close()
  // Closes under whatever is still being done, so that nothing of it goes on.
  const onAbort = () => {
    cut.off(new AgencyTrouble('timeout'))
    leaveRoom().catch(() => undefined)
  }
  ground.signal.addEventListener('abort', onAbort, { once: true })
  return {
    doing: async (work) => {
      if (ground.signal.aborted) throw new AgencyTrouble('timeout')
      return cut.unless(visit().then(work))
    },
    gate: () => gate,
    end: async () => {
      ground.signal.removeEventListener('abort', onAbort)
      await leaveRoom()
    },
  }
}

/** Lets whoever waits go as soon as the call or the browser has ended, and says why it ended. */
function cutOff() {
  let ended: AgencyTrouble | null = null
  let reject: (trouble: AgencyTrouble) => void = () => undefined
  const end = new Promise<never>((_, fail) => {
    reject = fail
  })
  end.catch(() => undefined)
  return {
    off: (trouble: AgencyTrouble) => {
      ended ??= trouble
      reject(ended)
    },
    unless: <T>(work: Promise<T>): Promise<T> => {
      const told = work.catch((error: unknown) => {
        throw ended ?? troubleOf(error)
      })
      told.catch(() => undefined)
      return Promise.race([told, end])
    },
  }
}

async function beginVisit(
  ground: WireGround,
  cutOff: (trouble: AgencyTrouble) => void,
): Promise<Visit> {
  const room = await openRoom(ground.station.config.chromiumPath ?? undefined, ground.signal)
  try {
    const page = await room.context.newPage()
    page.setDefaultTimeout(DEED_MS)
    void room.gone.then(() => cutOff(new AgencyTrouble('browser_ended')))
    page.on('crash', () => cutOff(new AgencyTrouble('page_crashed')))
    // Questions of the page: an alert is read away, anything else is answered with no.
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
    room.context.on('page', (other) => void other.close().catch(() => undefined))
    return { room, page, gate: await guardPage(room.context, page, ground) }
  } catch (error) {
    await room.close()
    throw error
  }
}

/** Where it led to, and whether it is the page we know, is looked at afterwards. */
async function goTo(page: Page, url: string): Promise<void> {
  try {
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 })
  } catch (error) {
    // A request that failed is told by the gate, in a word that says why.
    if (!/net::ERR_|interrupted by another navigation/.test(String(error))) throw error
  }
}

const LOOKS = 40
const LOOK_AGAIN_MS = 50

/** A page that is just leaving for another cannot be looked at; the next one can. */
async function lookAt(page: Page): Promise<{ handle: JSHandle<Seen>; html: string }> {
  for (let tried = 1; ; tried += 1) {
    try {
      const handle = (await page.evaluateHandle(LOOK)) as JSHandle<Seen>
      return { handle, html: await handle.evaluate((sight) => sight.html) }
    } catch (error) {
      const isLeaving =
        /context was destroyed|navigat|Cannot find context|handle is (disposed|invalid)/i.test(
          String(error),
        )
      if (!isLeaving || tried === LOOKS) throw error
      await wait(LOOK_AGAIN_MS)
    }
  }
}

async function act(seen: JSHandle<Seen> | null, node: number, deed: Deed): Promise<void> {
  const found = await seen?.evaluateHandle((sight, at) => sight.nodes[at], node)
  const element = found?.asElement()
  if (!element) throw new AgencyTrouble('not_usable')
  try {
    // What a press leads to is waited for by whoever looks; it may take longer than pressing.
    if (deed.kind === 'press') await element.click({ noWaitAfter: true })
    else if (deed.kind === 'write') await element.fill(deed.text)
    else if (deed.kind === 'choose') await element.selectOption({ value: deed.value })
    else await element.setChecked(deed.isOn)
  } finally {
    await element.dispose().catch(() => undefined)
  }
}

async function keepPicture(page: Page, label: string, ground: WireGround): Promise<void> {
  const covers = await page.evaluateHandle<(() => void)[]>(coverOf(ground.secrets()))
  try {
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    const width = page.viewportSize()?.width ?? 0
    const clip = { x: 0, y: 0, width, height: Math.min(Math.max(height, 1), MAX_HEIGHT) }
    for (const quality of QUALITIES) {
      const taken = await page.screenshot({ type: 'jpeg', quality, fullPage: true, clip })
      const body = taken.toString('base64')
      if (body.length > MAX_PICTURE_CHARS) continue
      ground.keep({ label, mediaType: 'image/jpeg;base64', body })
      return
    }
    ground.keep({ label, mediaType: 'text/plain', body: 'The picture was too large.' })
  } finally {
    await covers.evaluate((all) => {
      for (const takeOff of all) takeOff()
    })
    await covers.dispose()
  }
}

function troubleOf(error: unknown): AgencyTrouble {
  if (error instanceof AgencyTrouble) return error
  if (error instanceof errors.TimeoutError) return new AgencyTrouble('not_usable', { cause: error })
  const isGone = /has been closed|Target closed|crashed|detached/i.test(String(error))
  return new AgencyTrouble(isGone ? 'browser_ended' : 'browser_failed', { cause: error })
}
