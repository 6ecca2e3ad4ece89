// The register's stand-in as a whole: the exchange on a TLS port of its own, its clerk's pages and
// the sandbox's own switches for certificates on the ordinary one.

import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { type Asked, type Faults, guard, type SandboxEnv } from '../faults.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import { type Certificates, DEMO_ORG, openCertificates } from './certificates.ts'
import { addExchange, ENDPOINT, maintenance } from './exchange.ts'
import { addOfficer } from './officer.ts'
import { listQueries, type Query, type Station } from './rules.ts'

const AGENCY = 'household-registration'

export interface Registry extends Stand {
  port: number
  close(): Promise<void>
}

export async function openRegistry(
  station: Station & { dir: string },
  faults: Faults,
  port: number,
): Promise<Registry> {
  const papers = openCertificates(station.dir, station.store, station.clock)
  const exchange = new Hono<SandboxEnv>()
  exchange.use(
    guard(faults, {
      agencyOf: (asked) => (asked.req.path === ENDPOINT ? AGENCY : null),
      occasionOf: (asked) => (asked.req.method === 'POST' ? 'query' : 'any'),
      maintenance,
      changeLayout: (page) => page.toString().replaceAll(/(<\/?)(RTN_CODE|PERSON)>/g, '$1New$2>'),
    }),
  )
  addExchange(exchange, station, papers)
  const app = new Hono<SandboxEnv>()
  addOfficer(app, station)
  addCertificates(app, papers)
  return {
    app,
    agencies: [AGENCY],
    filings: () => listQueries(station).map(seen),
    forget: () => {},
    ...(await listen(exchange, papers, port)),
  }
}

const seen = ({ number, consent, code, at, ...fields }: Query): SeenFiling => ({
  number,
  key: consent,
  status: code,
  standing: code === '0000',
  filedAt: at,
  fields,
})

/** The sandbox's own switches: no register hands out keys by the web. */
function addCertificates(app: Hono<SandboxEnv>, papers: Certificates): void {
  app.get('/registry/certificates/demo', (asked) =>
    asked.json({ org: DEMO_ORG, authority: papers.authority, ...papers.demo }),
  )
  app.get('/registry/certificates/demo.pem', (asked) =>
    asked.text(papers.demo.certificate + papers.demo.key),
  )
  app.get('/registry/certificates/authority.pem', (asked) => asked.text(papers.authority))
  app.post('/registry/certificates', async (asked) => {
    const { org, from, until } = await wishOf(asked)
    const days = [new Date(String(from)), new Date(String(until))] as const
    if (days.some((day) => Number.isNaN(day.getTime()))) {
      return asked.json({ error: 'send { "org", "from", "until" }' }, 400)
    }
    return asked.json(papers.issue(String(org ?? DEMO_ORG), ...days))
  })
  app.post('/registry/certificates/revoked', async (asked) => {
    const { serial } = await wishOf(asked)
    papers.revoke(String(serial))
    return asked.json({ serial })
  })
}

async function wishOf(asked: Asked): Promise<Record<string, unknown>> {
  const read: unknown = await asked.req.json().catch(() => null)
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
}

function listen(app: Hono<SandboxEnv>, { authority, server }: Certificates, port: number) {
  return new Promise<Pick<Registry, 'port' | 'close'>>((resolve, reject) => {
    const door = serve(
      {
        fetch: app.fetch,
        port,
        hostname: '127.0.0.1',
        createServer: https.createServer,
        serverOptions: {
          cert: server.certificate,
          key: server.key,
          ca: authority,
          requestCert: true,
          // The web server behind decides, by the sandbox's clock, and answers with a page.
          rejectUnauthorized: false,
        },
      },
      (address: AddressInfo) =>
        resolve({
          port: address.port,
          close: () =>
            new Promise((closed) => {
              door.close(() => closed())
              if ('closeAllConnections' in door) door.closeAllConnections()
            }),
        }),
    ) as https.Server
    door.on('error', reject)
    letReset(door)
  })
}

/** A reset is a matter of the connection below TLS, which alone can do it. */
function letReset(door: https.Server): void {
  const below = new Map<number, Socket>()
  door.on('connection', (socket: Socket) => {
    const from = socket.remotePort ?? 0
    below.set(from, socket)
    socket.once('close', () => below.delete(from))
  })
  door.on('secureConnection', (socket: TLSSocket) => {
    const socketBelow = below.get(socket.remotePort ?? 0)
    if (socketBelow) {
      socket.resetAndDestroy = () => {
        socketBelow.resetAndDestroy()
        return socket
      }
    }
  })
}
