// Whom the city lets in at the gateway. Only for the lead; a token is shown once.

import type { LocalText } from '../../../core/errors.ts'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, Checkbox, CheckboxGroup, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Client } from '../schema.ts'
import type { Errors } from './wishes.tsx'

export interface TypedClient {
  name: string
  contact: string
  isNamed: boolean
  adapterIds: string[]
  perMinute: string
  perDay: string
}

export const NOTHING_TYPED: TypedClient = {
  name: '',
  contact: '',
  isNamed: false,
  adapterIds: [],
  perMinute: '60',
  perDay: '2000',
}

interface Props {
  frame: PageFrame
  clients: (Client & { calls: number })[]
  services: { id: string; title: LocalText }[]
  typed: TypedClient
  errors: Errors
  /** Of the client just issued; shown this once. */
  token: string | null
}

export function ClientsPage(props: Props) {
  const { frame, clients, token, errors } = props
  const { t } = frame
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text: text ?? '' }))
  return (
    <Layout {...frame}>
      <ErrorSummary t={t} errors={found} />
      <h1>{t('adapters.clients_title')}</h1>
      <p>{t('adapters.clients_lead')}</p>
      {token && (
        <Notice kind="success" title={t('adapters.clients_token')}>
          <p>
            <code class="reference">{token}</code>
          </p>
          <p>{t('adapters.clients_token_hint')}</p>
        </Notice>
      )}
      <Table
        caption={t('adapters.clients_caption')}
        columns={[
          { key: 'name', label: t('adapters.clients_name') },
          { key: 'services', label: t('adapters.clients_services') },
          { key: 'quota', label: t('adapters.clients_quota') },
          { key: 'calls', label: t('adapters.clients_calls'), numeric: true },
          { key: 'state', label: t('adapters.clients_state') },
        ]}
        rows={clients.map((client) => ({ cells: clientCells(client, frame) }))}
        empty={t('adapters.clients_none')}
      />
      <IssueForm {...props} />
    </Layout>
  )
}

function clientCells(client: Client & { calls: number }, { t, lang }: PageFrame) {
  const { clientId, name, tokenHint, adapterIds, perMinute, perDay, calls, revokedAt } = client
  return {
    name: t('adapters.clients_name_hint', { name, hint: tokenHint }),
    services: adapterIds.join(t('adapters.and')),
    quota: t('adapters.clients_quota_is', { perMinute, perDay }),
    calls: String(calls),
    state: revokedAt ? (
      t('adapters.clients_revoked', { day: sayDay(revokedAt, lang) })
    ) : (
      <form method="post" action={`/services/clients/${clientId}/end`}>
        <Button kind="danger" label={t('adapters.clients_revoke_one', { name })}>
          {t('adapters.clients_revoke')}
        </Button>
      </form>
    ),
  }
}

function IssueForm({ frame, services, typed, errors }: Props) {
  const { t, lang } = frame
  return (
    <form method="post" action="/services/clients" novalidate>
      <h2>{t('adapters.clients_new')}</h2>
      <TextField
        t={t}
        id="name"
        label={t('adapters.clients_name')}
        hint={t('adapters.clients_name_of')}
        value={typed.name}
        error={errors.name}
        maxlength={100}
      />
      <TextField
        t={t}
        id="contact"
        type="email"
        label={t('adapters.clients_contact')}
        hint={t('adapters.clients_contact_hint')}
        value={typed.contact}
        error={errors.contact}
        maxlength={200}
      />
      <CheckboxGroup
        t={t}
        id="adapterIds"
        label={t('adapters.clients_services')}
        options={services.map(({ id, title }) => ({ value: id, label: say(title, lang) }))}
        values={typed.adapterIds}
        error={errors.adapterIds}
      />
      <TextField
        t={t}
        id="perMinute"
        width="short"
        inputMode="numeric"
        label={t('adapters.clients_per_minute')}
        value={typed.perMinute}
        error={errors.perMinute}
      />
      <TextField
        t={t}
        id="perDay"
        width="short"
        inputMode="numeric"
        label={t('adapters.clients_per_day')}
        value={typed.perDay}
        error={errors.perDay}
      />
      <Checkbox t={t} id="isNamed" label={t('adapters.clients_named')} checked={typed.isNamed} />
      <Button>{t('adapters.clients_issue')}</Button>
    </form>
  )
}
