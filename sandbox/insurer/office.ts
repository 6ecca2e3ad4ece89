// The insurer as a whole: two doors to one set of folders, the night, and what its clerk sees.

import { Hono } from 'hono'
import { html } from 'hono/html'
import ssh2 from 'ssh2'
import {
  type Asked,
  type Fault,
  guard,
  type Occasion,
  type SandboxEnv,
  takeFault,
} from '../faults.ts'
import type { Line, LineGround } from '../lines.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import { FOLDERS, openDrawer } from './drawer.ts'
import { type BoxFaults, setBoxFault } from './faults.ts'
import { type Group, listGroups } from './groups.ts'
import { changeLayout } from './layout.ts'
import { type Company, catchUp, collect } from './night.ts'
import { addS3, S3 } from './s3.ts'
import { openSftp } from './sftp.ts'

const AGENCY = 'hike-insurer'

/** `port` 0 takes any free one. */
export async function insurerBox(
  { store, clock, faults: sandboxFaults, dir }: LineGround,
  port = 0,
): Promise<Line & Stand> {
  const faults: BoxFaults = new Map()
  const seeFault = (): Fault | null => {
    const fault = sandboxFaults.get(AGENCY)
    return fault && fault.times !== 0 ? fault : null
  }
  const takeFalseDuplicate = () =>
    seeFault()?.mode === 'duplicate_answer' && takeFault(sandboxFaults, AGENCY, 'file') !== null
  const drawer = openDrawer(store, clock)
  const company: Company = { store, clock, drawer, faults, takeFalseDuplicate }
  const door = await openSftp(
    {
      company,
      dir,
      keys: () => store.list<{ key: string }>('insurer key').map(({ key }) => key),
      seeFault,
      takeFault: (occasion: Occasion) => takeFault(sandboxFaults, AGENCY, occasion),
    },
    port,
  )
  const app = new Hono<SandboxEnv>()
  app.use(guardOfS3(sandboxFaults))
  addS3(app, company)
  addClerk(app, company)
  addLetters(app, company, door.fingerprint)
  const stand: Stand = {
    app,
    agencies: [AGENCY],
    filings: () => {
      catchUp(company)
      return listGroups(store).map(seen)
    },
    forget: () => faults.clear(),
  }
  const { port: listensOn, fingerprint: hostKey, close } = door
  return { name: 'sftp', port: listensOn, hostKey, stands: [stand], close, ...stand }
}

const guardOfS3 = (faults: LineGround['faults']) =>
  guard(faults, {
    agencyOf: (asked) => {
      const isLater = faults.get(AGENCY)?.mode === 'duplicate_answer'
      return asked.req.path.startsWith(S3) && !isLater ? AGENCY : null
    },
    occasionOf: ({ req }) =>
      (({ PUT: 'file', DELETE: 'cancel', GET: 'query' }) as const)[
        req.method as 'PUT' | 'DELETE' | 'GET'
      ] ?? 'any',
    maintenance: (asked) =>
      asked.body('<Error><Code>ServiceUnavailable</Code></Error>', 503, {
        'content-type': 'application/xml',
      }),
    changeLayout: (page) => new Uint8Array(changeLayout(page)),
  })

const seen = (group: Group): SeenFiling => ({
  number: group.number,
  key: group.remark || group.itemNo,
  status: group.status,
  standing: group.status === '承保',
  filedAt: group.takenAt,
  fields: { ...group, insured: group.people.length },
})

/** What comes by letter in life. */
function addLetters(app: Hono<SandboxEnv>, company: Company, fingerprint: string): void {
  app.get('/insurer/hostkey', (asked) => asked.text(fingerprint))
  app.post('/insurer/keys', async (asked) => {
    const { key } = (await asked.req.json().catch(() => ({}))) as { key?: string }
    if (!key || ssh2.utils.parseKey(key) instanceof Error) {
      return asked.json({ error: 'send { "key": "ssh-ed25519 …" }' }, 400)
    }
    company.store.put('insurer key', key, { key })
    return asked.json({ ok: true })
  })
  app.post('/insurer/faults', (asked) => setBoxFault(asked, company.faults))
}

function addClerk(app: Hono<SandboxEnv>, company: Company): void {
  app.get('/insurer', (asked) => asked.redirect('/insurer/officer'))
  app.get('/insurer/officer', (asked) => {
    catchUp(company)
    return asked.html(clerkPage(company))
  })
  app.post('/insurer/officer/collect', (asked: Asked) => {
    catchUp(company)
    const lists = collect(company, company.clock.now())
    const isPage = (asked.req.header('accept') ?? '').includes('html')
    return isPage ? asked.redirect('/insurer/officer') : asked.json({ lists })
  })
}

const clerkPage = ({ store, drawer }: Company) => html`<!doctype html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>山嵐產險 團體件</title>
<style>body{font:16px sans-serif;margin:1em auto;max-width:50em;padding:0 1em}header{background:#1c5c46;color:#fff;padding:.6em}button{font:inherit;padding:.5em 1em}</style></head>
<body><header>山嵐產險　登山團體保險收檔（虛構）</header>
<form method="post" action="/insurer/officer/collect"><p>每晚 23:30 收檔。<button>現在收檔</button></p></form>
<h1>團體</h1><ul>${listGroups(store)
  .reverse()
  .map(
    ({ number, name, from, to, people, status }) =>
      html`<li>${number} ${name} ${from}～${to} ${people.length} 人 <b>${status}</b></li>`,
  )}</ul>
${FOLDERS.map(
  (folder) =>
    html`<h2>${folder}/</h2><ul>${drawer.list(folder).map(({ path, bytes }) => html`<li>${path.slice(folder.length + 1)} ${bytes.length}</li>`)}</ul>`,
)}</body></html>`
