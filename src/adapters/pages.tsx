// What staff do about an agency's system: start its lane again, change a credential. How it stands is
// told by `status/`.

import type { Context } from 'hono'
import { allow, staff } from '../core/access.ts'
import { frameOf } from '../core/frame.ts'
import { say } from '../core/i18n.ts'
import { newPages, type Web } from '../core/web.ts'
import { isLead } from '../people/index.ts'
import { Button, TextArea, TextField } from '../ui/form.tsx'
import { Layout, type PageFrame } from '../ui/layout.tsx'
import { startLane } from './actions.ts'
import type { Description } from './contract.ts'
import { rotateCredential } from './credentials.ts'
import { getAdapter } from './load.ts'
import { statusPages } from './status/pages.tsx'

export const pages = newPages()

pages.route('/', statusPages)

pages.post(
  '/adapters/:id/starts',
  allow(staff),
  async (c: Context<Web, '/adapters/:id/starts'>) => {
    await startLane(c.var.station, c.req.param('id'))
    return c.redirect('/adapters', 303)
  },
)

/** Whoever answers for the front desk. */
const lead = (c: Context<Web>): boolean => c.var.actor !== null && isLead(c.var.actor)

pages.get('/adapters/:id/credentials', allow(lead), (c) => {
  const { describe } = getAdapter(c.var.station, c.req.param('id'))
  const frame = frameOf(c, { title: c.var.t('adapters.credentials'), noIndex: true })
  return c.html(<CredentialsPage frame={frame} describe={describe} />)
})

pages.post('/adapters/:id/credentials', allow(lead), async (c) => {
  const id = c.req.param('id')
  const { name, value } = await c.req.parseBody()
  if (typeof value !== 'string' || value.trim() === '') {
    const { describe } = getAdapter(c.var.station, id)
    const frame = frameOf(c, { title: c.var.t('adapters.credentials'), hasError: true })
    return c.html(<CredentialsPage frame={frame} describe={describe} empty={String(name)} />, 422)
  }
  await rotateCredential(c.var.station, id, String(name), value.trim())
  return c.redirect('/adapters', 303)
})

interface CredentialsProps {
  frame: PageFrame
  describe: Description
  /** Name of the credential that was sent without a value. */
  empty?: string
}

/** A certificate has lines, and a field of one line would lose them. */
function CredentialField({
  isPem,
  ...field
}: Parameters<typeof TextArea>[0] & { isPem?: boolean | undefined }) {
  return isPem ? <TextArea {...field} rows={8} /> : <TextField {...field} type="password" />
}

/** Values go in and never come out: the page shows none. */
export function CredentialsPage({ frame, describe, empty }: CredentialsProps) {
  const { t, lang } = frame
  const { credentials = [] } = describe
  return (
    <Layout {...frame}>
      <h1>{t('adapters.credentials_of', { adapter: say(describe.title, lang) })}</h1>
      <p>{t('adapters.credentials_intro')}</p>
      {credentials.length === 0 && <p>{t('adapters.no_credentials')}</p>}
      {credentials.map(({ name, title, isPem }) => (
        <form method="post">
          <input type="hidden" name="name" value={name} />
          <CredentialField
            t={t}
            id={`value-${name}`}
            name="value"
            autocomplete="off"
            label={say(title, lang)}
            hint={isPem ? t('adapters.credential_pem') : undefined}
            isPem={isPem}
            error={empty === name ? t('adapters.credential_empty') : undefined}
          />
          <Button>{t('adapters.credential_save')}</Button>
        </form>
      ))}
    </Layout>
  )
}
