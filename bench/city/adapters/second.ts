// One of the accept bench's three agencies.

import { approving } from '../approving.ts'

export const adapter = approving('second', 'civil-affairs')
