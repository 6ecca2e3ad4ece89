// `bin/yizhan client`: lets other programs in at the gateway from a terminal.

import {
  type Call,
  type Command,
  requireArguments,
  takeOption,
  WrongCall,
} from '../../core/commands.ts'
import { Failure } from '../../core/errors.ts'
import { listClients } from '../store/clients.ts'
import { endClient, issueClient } from './clients.ts'

export const commands: Command[] = [
  {
    name: 'client issue',
    usage: '<name> --contact MAIL --adapters ID[,ID] [--per-minute N] [--per-day N] [--named yes]',
    summary: 'Let a program of others file through the gateway; prints its token once',
    run: issue,
  },
  {
    name: 'client revoke',
    usage: '<id>',
    summary: 'Let it in no longer',
    run: async ({ args, tell, openStation }) => {
      const [clientId = ''] = requireArguments(args, 1)
      try {
        await endClient(await openStation(), clientId)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        throw new WrongCall(`There is no client ${clientId} in force; client list tells.`)
      }
      tell(JSON.stringify({ clientId, revoked: true }))
      return 0
    },
  },
  {
    name: 'client list',
    usage: '',
    summary: 'Who may file through the gateway, one line of JSON each',
    run: async ({ args, tell, openStation }) => {
      requireArguments(args, 0)
      const { db } = await openStation()
      for (const client of await listClients(db)) tell(JSON.stringify(client))
      return 0
    },
  },
]

async function issue({ args, tell, openStation }: Call): Promise<number> {
  const given = {
    contact: takeOption(args, 'contact') ?? '',
    adapterIds: (takeOption(args, 'adapters') ?? '').split(',').filter(Boolean),
    perMinute: takeOption(args, 'per-minute') ?? '60',
    perDay: takeOption(args, 'per-day') ?? '2000',
    isNamed: takeOption(args, 'named') === 'yes',
  }
  const [name = ''] = requireArguments(args, 1)
  try {
    tell(JSON.stringify(await issueClient(await openStation(), { ...given, name })))
    return 0
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const wrong = error.problems.map(({ pointer }) => pointer.slice(1)).join(', ')
    throw new WrongCall(`Wrong: ${wrong}.`)
  }
}
