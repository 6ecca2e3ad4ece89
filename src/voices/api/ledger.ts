// The time ledger of a service, for programs: the same figures as on its page.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { newApi } from '../../core/web.ts'
import { round } from '../actions/ledger.ts'
import { type AccountGroup, readAccount } from '../actions/ledger-read.ts'
import { desksOf, isOfFew, type ShownLine } from '../rules/ledger.ts'
import { getService } from '../services.ts'

const localText = z.object({ 'zh-TW': z.string(), en: z.string() })
const group = z.string().openapi({
  description:
    'residents:<door>, waiting, clerks:<desks>, agency_officers, call_centre, village_heads, site_owners or yizhan; desks under three people are summed as clerks:<desk>+<desk>',
})
const basis = z.enum(['measured', 'declared'])

const GroupShape = z.object({
  group,
  desks: z.array(z.string()),
  minutesBefore: z.number().nullable().openapi({ description: 'Per case; null: nothing before' }),
  sourceBefore: localText.nullable(),
  minutesAfter: z.number().openapi({ description: 'Per case' }),
  sourceAfter: localText.nullable().openapi({ description: 'Null: measured' }),
  basis,
  perWeek: z.int(),
  minutesAWeek: z.number().openapi({ description: 'Of the whole group' }),
  moved: z.number().nullable().openapi({ description: 'Minutes per case it costs this group' }),
})

const LedgerShape = z
  .object({
    service: z.string(),
    example: z.boolean().openapi({ description: 'Of a demo city: nobody counted it' }),
    change: z
      .object({
        what: z.string(),
        id: z.string(),
        version: z.int(),
        startsOn: z.iso.date(),
        title: localText,
      })
      .nullable(),
    groups: z.array(GroupShape),
    weeks: z.array(
      z.object({
        weekOn: z.iso.date(),
        lines: z.array(
          z.object({
            group,
            desks: z.array(z.string()),
            minutes: z.number().nullable(),
            volume: z.int().nullable().openapi({ description: 'Null: measured of fewer than 5' }),
            basis,
          }),
        ),
      }),
    ),
    notes: z.array(z.object({ words: z.union([z.string(), localText]) })),
    overtime: z.array(z.object({ weekOn: z.iso.date(), group, hours: z.number() })),
    objections: z.array(z.object({ weekOn: z.iso.date(), group, words: z.string() })),
  })
  .openapi('Ledger')

export const ledgerApi = newApi()

ledgerApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/ledger/{service}',
    middleware: allow(everyone),
    summary: 'Minutes of everybody a service concerns, by group and week; never by person',
    request: { params: z.object({ service: z.string().max(100) }) },
    responses: {
      200: {
        description: 'Weeks newest first, public a week after the desks saw them',
        content: { 'application/json': { schema: LedgerShape } },
      },
      404: { description: 'No such service' },
    },
  }),
  async (c) => {
    const { station, replica } = c.var
    const service = getService(station, c.req.valid('param').service)
    const { change, groups, weeks, ...rest } = await readAccount(station, replica, service)
    return c.json(
      {
        service: service.id,
        example: rest.isExample,
        change: change && {
          what: change.what,
          id: change.id,
          version: change.version,
          startsOn: change.startsOn,
          title: change.title,
        },
        groups: groups.map(groupJson),
        weeks: weeks.map(({ weekOn, lines }) => ({
          weekOn,
          lines: lines.map(lineJson),
        })),
        notes: rest.notes.map(({ words }) => ({ words })),
        overtime: rest.overtime.map(({ weekOn, groupId, hours }) => ({
          weekOn,
          group: groupId,
          hours,
        })),
        objections: rest.objections.map(({ weekOn, groupId, words }) => ({
          weekOn,
          group: groupId,
          words,
        })),
      },
      200,
    )
  },
)

const named = (groupId: string) => ({ group: groupId, desks: desksOf(groupId) })

const lineJson = (line: ShownLine) => ({
  ...named(line.groupId),
  minutes: isOfFew(line) ? null : round(line.minutes),
  volume: isOfFew(line) ? null : line.volume,
  basis: line.basis,
})

const groupJson = (one: AccountGroup) => ({
  ...named(one.groupId),
  minutesBefore: one.before === null ? null : round(one.before),
  sourceBefore: one.beforeSource,
  minutesAfter: round(one.after),
  sourceAfter: one.afterSource,
  basis: one.basis,
  perWeek: one.perWeek,
  minutesAWeek: round(one.minutesAWeek),
  moved: one.moved === null ? null : round(one.moved),
})
