// Everything that a page of a programme needs to answer one question.

import type { Context } from 'hono'
import type { Web } from '../../core/web.ts'
import { findBoard } from '../board/board.ts'
import { districtsOf, readAsked } from './asking.ts'

/** @throws Failure not_found */
export async function ask(c: Context<Web>) {
  const { station, now } = c.var
  const { city } = station
  const board = await findBoard(station, c.req.param('programme') ?? '')
  const asked = readAsked(c.req.query(), board)
  return { city, board, now, asked, districts: districtsOf(board, city) }
}
