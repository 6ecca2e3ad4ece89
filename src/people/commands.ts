// `bin/yizhan account …`: who may sign in and what their duties are. The only way to an account
// outside a demo: nobody signs up by themselves.

import { randomUUID } from 'node:crypto'
import {
  type Call,
  type Command,
  requireArguments,
  takeOption,
  WrongCall,
} from '../core/commands.ts'
import type { Station } from '../core/station.ts'
import { findAgency, findDesk } from './agencies.ts'
import { ROLES } from './schema.ts'
import {
  type Duty,
  deleteDuties,
  findAccountByEmail,
  insertAccount,
  insertDuty,
  listAccounts,
} from './store.ts'

export const commands: Command[] = [
  {
    name: 'account add',
    usage: '<email> --name NAME --role ROLE [--desk DESK] [--agency AGENCY]',
    summary: 'Let somebody sign in, or give them one more duty',
    run: addAccount,
  },
  {
    name: 'account end',
    usage: '<email>',
    summary: 'Take all duties away and sign the account out everywhere',
    run: endAccount,
  },
  {
    name: 'account list',
    usage: '',
    summary: 'Who may sign in, and as what',
    run: tellAccounts,
  },
]

async function addAccount({ args, tell, openStation }: Call): Promise<number> {
  const name = takeOption(args, 'name')
  const role = takeOption(args, 'role')
  const deskId = takeOption(args, 'desk')
  const agencyId = takeOption(args, 'agency')
  const email = addressIn(args)
  const known = ROLES.find((one) => one === role)
  if (!known) throw new WrongCall(`--role is one of ${ROLES.join(', ')}.`)

  const station = await openStation()
  const duties = known === 'resident' ? [] : [dutyOf(station, { role: known, deskId, agencyId })]
  const account = await findAccountByEmail(station.db, email)
  if (!account && !name) throw new WrongCall('--name is needed for a new account.')
  const at = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    if (account) for (const duty of duties) await insertDuty(tx, account.accountId, duty, at)
    else await insertAccount(tx, { accountId: randomUUID(), name: name ?? '', email, duties }, at)
  })
  tell(account ? `${email} has one more duty.` : `${email} may sign in.`)
  return 0
}

async function endAccount({ args, tell, openStation }: Call): Promise<number> {
  const email = addressIn(args)
  const { db } = await openStation()
  const account = await findAccountByEmail(db, email)
  if (!account) throw new WrongCall(`There is no account of ${email}.`)
  await db.transaction().execute((tx) => deleteDuties(tx, account.accountId))
  tell(`${email} has no duties any more and is signed out.`)
  return 0
}

async function tellAccounts({ args, tell, openStation }: Call): Promise<number> {
  requireArguments(args, 0)
  const { db } = await openStation()
  for (const { email, name, duties } of await listAccounts(db)) {
    const words = duties.map(({ role, deskId, agencyId }) =>
      [role, deskId ?? agencyId].filter(Boolean).join(' '),
    )
    tell(`${email}  ${name}  ${words.join(', ') || 'resident'}`)
  }
  return 0
}

function addressIn(args: string[]): string {
  const [email = ''] = requireArguments(args, 1)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new WrongCall(`${email} is no address.`)
  return email.toLowerCase()
}

function dutyOf(station: Station, duty: Duty): Duty {
  const { role, deskId, agencyId } = duty
  if (role === 'clerk' && !deskId) throw new WrongCall('A clerk works at a desk: give --desk.')
  if (role === 'officer' && !agencyId) {
    throw new WrongCall('An officer works for an agency: give --agency.')
  }
  if (deskId && !findDesk(station, deskId)) throw new WrongCall(`There is no desk "${deskId}".`)
  if (agencyId && !findAgency(station, agencyId)) {
    throw new WrongCall(`There is no agency "${agencyId}".`)
  }
  return duty
}
