// Shapes of batches and of the places where agencies collect them.

export type BatchState =
  | 'open'
  | 'closed'
  | 'handed'
  | 'late'
  | 'done'
  | 'given_up'
  | 'stuck'
  | 'empty'
export type RowAction = 'new' | 'cancel'
export type RowState = 'waiting' | 'removed' | 'taken' | 'refused' | 'silent'

export interface Batch {
  batchId: string
  adapterId: string
  number: number
  collectsAt: Date
  closesAt: Date
  answersBy: Date
  state: BatchState
  keyId: string
  digest: string | null
  nightsMissed: number
  lastCause: string | null
  closedAt: Date | null
  puttingAt: Date | null
  handedAt: Date | null
  lookedAt: Date | null
}

export interface BatchRow {
  item: string
  action: RowAction
  key: string
  attempt: number
  batchId: string
  state: RowState
  sealed: Uint8Array | null
  sealedAnswer: Uint8Array | null
}

/** Where an agency collects. Names of credentials, never the credentials themselves. */
export type Place =
  | {
      /** `sftp://sftp.example.gov.tw:22`; stands in `hosts` the same way. */
      sftp: string
      user: string
      password?: string
      /** OpenSSH private key. */
      privateKey?: string
      /** `SHA256:…` as `ssh-keygen -l` prints it; two while the agency changes its key. */
      hostKeys: string[]
    }
  | {
      /** `https://s3.example/bucket`, path style; its host stands in `hosts`. */
      bucket: string
      region: string
      accessKey: string
      secretKey: string
    }

/** When an agency collects, in Taipei's time, and how long one may wait for it. */
export interface Collections {
  /** `HH:MM`, every night. */
  at: string
  /** The list closes so long before. */
  closesMinutesBefore: number
  /** What lies there so long after the collection began was not collected. */
  takesMinutes: number
  /** After so many hours without an answer nobody knows, and a person asks. */
  answersWithinHours: number
  /** Collections a list may miss before it is given up. */
  nights: number
}

/** One line of an acknowledgement. */
export type Answer =
  | { item: string; isTaken: true; number?: string }
  | { item: string; isTaken: false; reason: string }

/** What kind of answer a file is: lines, the whole list refused, or called a repetition. */
export type AnswerFile = 'lines' | 'refused' | 'repeated'

export interface Folders {
  in: string
  done: string
  ack: string
}

/** How one agency's lists are written, where they go, and how its answers are read. */
export interface ListFormat {
  place: Place
  folders: Folders
  collects: Collections
  /** The same for the same batch, for ever. `id`: six letters and digits of its own. */
  nameOf(batch: { number: number; id: string }): string
  write(rows: unknown[]): Uint8Array
  /** Null: another list's, or none of ours. */
  answers(file: string, list: string): AnswerFile | null
  /** @throws AgencyTrouble changed_layout */
  readAnswers(bytes: Uint8Array): Answer[]
}

/** How one filing stands with its list. */
export interface RowStanding {
  item: string
  key: string
  state: RowState
  batchState: BatchState
  collectsAt: Date
  /** Of a batch that is open: when it closes. */
  closesAt: Date
  nightsMissed: number
  number: string | null
  reason: string | null
  /** Of its cancelling; null when nobody asked for that. */
  cancelling: {
    state: RowState
    batchState: BatchState
    collectsAt: Date
    reason: string | null
  } | null
}

/** A place, opened: whatever it speaks. */
export interface Box {
  /** Names without their folder, with sizes in bytes. */
  list(folder: string): Promise<{ name: string; size: number }[]>
  /** Null when it is not there. @throws AgencyTrouble too_large */
  read(path: string): Promise<Uint8Array | null>
  /** Whole or not at all, and never over another file. False: something of that name is there. */
  put(path: string, bytes: Uint8Array): Promise<boolean>
  remove(path: string): Promise<void>
  close(): void
}
