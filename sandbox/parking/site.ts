// 向陽登山口停車場預約, invented for the sandbox: a page that is empty without script. Its officer's
// pages are of the server, its visitor's pages of `static/app.js`.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import { addApi, type Tokens } from './api.ts'
import { AGENCY, type Booking, listBookings, type Office } from './bookings.ts'
import { addOfficer } from './officer.ts'

const SCRIPTS = ['app.js', 'net.js', 'plate-box.js', 'wizard.js']
const read = (name: string) => readFileSync(join(import.meta.dirname, 'static', name), 'utf8')

export function parkingSite(office: Office, faults: Faults): Stand {
  const app = new Hono<SandboxEnv>()
  const tokens: Tokens = new Map()
  app.use(
    guard(faults, {
      agencyOf: (asked) => (/^\/parking(\/(?!officer)|$)/.test(asked.req.path) ? AGENCY : null),
      occasionOf,
      maintenance: (asked) =>
        asked.req.path.startsWith('/parking/api/')
          ? asked.json({ code: '9999', msg: '系統維護中' })
          : asked.html(shell('<h2>系統維護中</h2>')),
      changeLayout,
    }),
  )
  for (const path of ['/parking', '/parking/', '/parking/index.html']) {
    app.get(path, (asked) => asked.html(shell('')))
  }
  for (const name of SCRIPTS) {
    const body = read(name)
    app.get(`/parking/static/${name}`, (asked) =>
      asked.body(body, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    )
  }
  addApi(app, office, tokens)
  addOfficer(app, office)
  const filings = () => listBookings(office).map(seen)
  return { app, agencies: [AGENCY], filings, forget: () => tokens.clear() }
}

const seen = ({ number, remark, state, filedAt, ...fields }: Booking): SeenFiling => ({
  number,
  key: remark,
  status: state,
  standing: state !== '已取消',
  filedAt,
  fields: { ...fields, remark },
})

function occasionOf(asked: Asked) {
  const { path } = asked.req
  if (path === '/parking/api/orders') return 'file'
  if (path === '/parking/api/cancel') return 'cancel'
  return path === '/parking/api/mine' ? 'query' : 'any'
}

/** Without script nothing is here but this. */
const shell = (message: string): string => `<!DOCTYPE html>
<html lang="zh-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>向陽登山口停車場預約</title>
<style>body{font:16px/1.6 sans-serif;margin:0}#top{background:#274b6d;color:#fff;padding:.6em 1em}#top a{color:#fff;margin-left:1em}
#main{padding:1em;max-width:50em}.row{margin:.6em 0}.lb{display:inline-block;width:9em;font-weight:bold}.bar{margin:1em 0}.bar button,.btn{font:inherit;padding:.4em 1.2em;margin-right:.6em}
.btn{display:inline-block;background:#274b6d;color:#fff;cursor:pointer}input,select{font:inherit}.cal td{border:1px solid #aac;width:4.5em;height:3.2em;text-align:center}.cal .on{cursor:pointer}.cal .off{color:#999}.cal .picked{background:#cfe3f7}.cal i{display:block;font-size:.8em;font-style:normal}
.ym b{margin:0 1em}.sum{border-collapse:collapse}.sum td,.sum th{border:1px solid #aac;padding:.3em .6em;text-align:left}.warn{background:#fff3cd;border:1px solid #e0b400;padding:.6em;margin:.6em 0}
#mask{position:fixed;inset:0;background:rgba(0,0,0,.4)}.panel{background:#fff;max-width:24em;margin:20vh auto 0;padding:1em}.toast{position:fixed;left:1em;bottom:1em;background:#333;color:#fff;padding:.8em 1.2em}#spin{display:none;position:fixed;right:1em;top:.6em;color:#fff}</style>
</head><body><div id="app"><noscript>本網站需啟用JavaScript</noscript>${message}</div>
${message === '' ? '<script type="module" src="/parking/static/app.js"></script>' : ''}
</body></html>`

/** The same site after a release that nobody announced. */
const changeLayout = (text: Buffer): string =>
  text
    .toString('utf8')
    .replaceAll('車牌號碼', '牌照號碼')
    .replaceAll('預約編號', '預約序號')
    .replace("const NOTICE = ''", "const NOTICE = '施工期間由現場安排車位，送出即視為同意'")
