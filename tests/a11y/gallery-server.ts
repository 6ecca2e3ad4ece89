// Serves the gallery as the program does: same files, same security policy.

import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { inChinese, inEnglish } from '../../src/ui/example.ts'
import { galleryPage } from '../../src/ui/gallery.tsx'

const SELF = ["'self'"]

/** Answers with the address to open. */
export async function serveGallery(): Promise<{ url: string; close: () => void }> {
  const app = new Hono()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: SELF,
        scriptSrc: SELF,
        fontSrc: SELF,
        imgSrc: ["'self'", 'data:'],
        connectSrc: SELF,
        formAction: SELF,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    }),
  )
  app.use('/assets/*', serveStatic({ root: 'dist' }))
  app.get('/gallery', (c) => {
    const lang = c.req.query('lang') === 'en' ? 'en' : 'zh-TW'
    return c.html(
      galleryPage({
        t: lang === 'en' ? inEnglish : inChinese,
        lang,
        path: '/gallery',
        title: lang === 'en' ? 'Parts' : '零件',
        cityName: lang === 'en' ? 'Taichung' : '臺中市',
        banner: lang === 'en' ? 'A demo: nothing is filed' : '示範站：不會真的送件',
      }),
    )
  })
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0 }, ({ port }) =>
      resolve({ url: `http://localhost:${port}/gallery`, close: () => server.close() }),
    )
  })
}
