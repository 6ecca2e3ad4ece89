// 戶籍資料查詢介接: the register of households answers about a person who consents. Codes stand inside
// HTTP 200; names hold characters of the register's own, which mean nothing outside it.
// Source: sandbox/registry/README.md (invented).

import {
  type Asked,
  agency,
  type Call,
  days,
  type people,
  type ReadAnswer,
  readAdapter,
  reading,
  soap,
  words,
  xml,
  z,
} from '../../../src/adapters/kit.ts'

const SERVICE = 'https://{sandbox-tls}/RisWS/PersonService.asmx'
const NAMESPACE = 'http://ris.example.gov.tw/ws/'
const PAPERS = { clientCertificate: 'certificate', authority: 'authority' }
/** 出生登記: the purpose that the register knows this city's journeys by. */
const PURPOSE = 'B01'

const Subject = z.strictObject({
  id_number: z.string().regex(/^[A-Z][12]\d{8}$/),
  birth: z.iso.date(),
})

const NEEDED = {
  name: words('確認申請人是誰', 'To know who applies'),
  address: words('寫在申請書上，並看出由哪裡受理', 'For the form, and to see who is in charge'),
  spouse: words('登記寶寶的另一位家長', 'To register the other parent'),
}
const FIELDS = {
  name: { title: words('姓名', 'Name'), type: 'text', purpose: NEEDED.name },
  address: {
    title: words('戶籍地址', 'Registered address'),
    type: 'address',
    purpose: NEEDED.address,
  },
  spouse_name: {
    title: words('配偶姓名', 'Name of the spouse'),
    type: 'text',
    purpose: NEEDED.spouse,
  },
  spouse_id_number: {
    title: words('配偶身分證字號', 'ID number of the spouse'),
    type: 'id_number',
    purpose: NEEDED.spouse,
  },
} as const
type Field = keyof typeof FIELDS

/** What the register calls the fields; it is asked for no other. */
const ASKED_AS: Record<Field, string> = {
  name: 'NAME',
  address: 'ADDR',
  spouse_name: 'SPOUSE',
  spouse_id_number: 'SPOUSE',
}

const ENGLISH = {
  查無資料: 'The register does not know this person',
  資料不符: 'The birthday is not the one in the register',
  同意書編號無效: 'The register does not accept the consent',
  查詢目的代碼不允許該欄位: 'The register may not answer this for this purpose',
}

async function read(
  asked: Asked<z.output<typeof Subject>, Field>,
  call: Call,
): Promise<ReadAnswer> {
  const result = await query(asked, call)
  const said = (name: string) => xml.textOf(result, name)
  const reasons = [{ text: agency.says(said('RTN_MSG'), ENGLISH) }]
  switch (said('RTN_CODE')) {
    case '0000':
      return { kind: 'answered', at: lookedAt(said('DATA_TIME')), values: valuesIn(result, asked) }
    case '0001':
    case '0006':
      return { kind: 'not_known', reasons }
    case '0002':
      return { kind: 'mismatch', reasons }
    case '0003':
    case '0004':
      return { kind: 'refused', reasons }
    case '0005': {
      const tomorrow = days.taipeiMoment(days.addDays(days.taipeiDay(call.now), 1))
      return { kind: 'unavailable', cause: 'too_often', retryAfter: days.taipeiTime(tomorrow) }
    }
    case '0010':
      throw new agency.AgencyTrouble('credential_refused')
    default:
      throw new agency.ChangedLayout([`no known RTN_CODE in the answer`])
  }
}

async function query(
  { subject, fields, consent }: Asked<z.output<typeof Subject>, Field>,
  call: Call,
): Promise<xml.XmlNode> {
  const given = days.toRoc(days.taipeiDay(consent.givenAt), 'digits')
  const answer = await toService(call, {
    'ris:PERSON_ID': subject.id_number,
    'ris:BIRTH_YYYMMDD': days.toRoc(subject.birth, 'digits'),
    'ris:PURPOSE_CODE': PURPOSE,
    'ris:CONSENT_NO': `C${given}${consent.id}`,
    'ris:FIELDS': [...new Set(fields.map((field) => ASKED_AS[field]))].join(','),
  })
  const [result] = xml.listOf(answer, 'QueryPersonResponse', 'QueryPersonResult')
  if (result === undefined) throw new agency.ChangedLayout(['no QueryPersonResult in the answer'])
  return result
}

/** @throws AgencyTrouble maintenance at night, and whatever the certificate meets */
async function toService(call: Call, asking: Record<string, string>) {
  try {
    return await soap.send(call, {
      ...PAPERS,
      url: SERVICE,
      action: `${NAMESPACE}QueryPerson`,
      namespaces: { ris: NAMESPACE },
      header: {
        'ris:AgencyHeader': {
          'ris:ORG_ID': call.credential('org'),
          'ris:TXN_ID': String(call.now.getTime()),
        },
      },
      body: { 'ris:QueryPerson': asking },
      harmless: true,
    })
  } catch (fault) {
    if (!(fault instanceof soap.SoapFault) || !fault.text.startsWith('E-MAINT')) throw fault
    throw new agency.AgencyTrouble('maintenance')
  }
}

/** A field the register holds nothing of, or nothing we can write down, is left out. */
function valuesIn(result: xml.XmlNode, { fields }: { fields: Field[] }): Record<string, unknown> {
  const of = (...path: string[]) => xml.textOf(result, 'PERSON', ...path)
  const readers: Record<Field, () => unknown> = {
    name: () => written(of('NAME')),
    address: () => addressIn(of('ADDR')),
    spouse_name: () => written(of('SPOUSE', 'NAME')),
    spouse_id_number: () => of('SPOUSE', 'PERSON_ID') || null,
  }
  const found = fields.map((field) => [field, readers[field]()] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== null))
}

/** The register's own characters; those in no table are nobody's to guess. */
const OWN_CHARACTERS: Record<string, string> = { '\uE001': '𨳊', '\uE002': '䂖' }

function written(text: string): string | null {
  const name = [...text].map((one) => OWN_CHARACTERS[one] ?? one).join('')
  return name === '' || /\p{Co}/u.test(name) ? null : name
}

function addressIn(line: string): z.output<typeof people.Address> | null {
  const narrow = line.normalize('NFKC')
  const [, city, district, street] = /^(.{2}[縣市])(.{1,4}?[鄉鎮市區])(.+)$/u.exec(narrow) ?? []
  return city && district && street && !/\p{Co}/u.test(narrow) ? { city, district, street } : null
}

/** `1151123091200` */
function lookedAt(text: string): string {
  const [, day = '', hour, minute, second] = /^(\d{7})(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  const on = days.fromRoc(day)
  if (!on) throw new agency.ChangedLayout(['no DATA_TIME in the answer'])
  return `${on}T${hour}:${minute}:${second}+08:00`
}

export const adapter = readAdapter({
  describe: {
    id: 'household-read',
    agencies: ['household-registration'],
    title: words('戶籍資料查詢', 'Register of households'),
    openingHours: { from: '06:00', to: '00:00' },
    limits: { timeoutMs: 8_000, concurrency: 4, perMinute: 60, maxResponseBytes: 100_000 },
    hosts: ['{sandbox-tls}'],
    credentials: [
      { name: 'org', title: words('機關代碼', 'Code of our office'), demo: '387000000A' },
      {
        name: 'certificate',
        title: words('介接憑證與私鑰（PEM）', 'Client certificate and key (PEM)'),
        demo: 'http://{sandbox}/registry/certificates/demo.pem',
      },
      {
        name: 'authority',
        title: words('戶政的憑證中心（PEM）', 'The register’s authority (PEM)'),
        demo: 'http://{sandbox}/registry/certificates/authority.pem',
      },
    ],
  },
  reads: reading({
    subject: Subject,
    fields: FIELDS,
    calledAs: words('戶政', 'the register'),
    basis: words(
      '您的同意（個人資料保護法第 16 條第 7 款）',
      'Your consent (Personal Data Protection Act, article 16, item 7)',
    ),
    consentDays: 30,
    perPersonADay: 5,
    read,
  }),
  async health(call) {
    const answer = await call.fetch(`${SERVICE}?wsdl`, PAPERS)
    agency.expectStatus(answer.status, answer.headers)
    const isKnown = answer.text().includes('"QueryPerson"')
    return { ok: isKnown, detail: isKnown ? 'wsdl' : 'another service description' }
  },
})
