import { isIPv4, isIPv6 } from 'node:net';
import type { CaaAnswer, MxAnswer, SoaAnswer, SrvAnswer, StringAnswer, TxtAnswer } from 'dns-packet';
import { FatalProblem, normalizeName, plainName } from './names';

type DataOf<Answer> = Answer extends { data: unknown } ? Pick<Answer, Extract<keyof Answer, 'type' | 'data'>> : never;

/** A record's type and data as in a DNS packet. */
export type RecordData = DataOf<StringAnswer | CaaAnswer | MxAnswer | SoaAnswer | SrvAnswer | TxtAnswer>;

/**
 * Parses a `ResourceRecord` value of Route 53 (the presentation format of RFC 1035). Throws a FatalProblem for a value
 * that does not fit the type; undefined for a type that the local cloud does not model.
 */
export function readValue(type: string, value: string): RecordData | undefined {
  return Object.hasOwn(readers, type) ? readers[type]?.(value) : undefined;
}

/** Whether records of this type are modelled. */
export function isModelledType(type: string): boolean {
  return Object.hasOwn(readers, type);
}

// The names of the problems of types A, AAAA, TXT and MX are Route 53's own; those of the others follow their pattern.
const readers: Readonly<Record<string, (value: string) => RecordData>> = {
  A(value) {
    if (/\s/.test(value)) throw new FatalProblem('ARRDATANotSingleField', 'Value contains spaces', value);
    if (!isIPv4(value)) {
      throw new FatalProblem('ARRDATAIllegalIPv4Address', 'Value is not a valid IPv4 address', value);
    }
    return { type: 'A', data: value };
  },
  AAAA(value) {
    if (/\s/.test(value)) throw new FatalProblem('AAAARRDATANotSingleField', 'Value contains spaces', value);
    if (!isIPv6(value) || value.includes('%')) {
      throw new FatalProblem('AAAARRDATAIllegalIPv6Address', 'Value is not a valid IPv6 address', value);
    }
    return { type: 'AAAA', data: value };
  },
  CAA(value) {
    const [, flags = '', tag = '', quoted = ''] = /^(\S+)\s+(\S+)\s+(\S.*)$/.exec(value.trim()) ?? [];
    if (quoted === '') throw new FatalProblem('CAARRDATANotThreeFields', "CAA record doesn't have 3 fields", value);
    if (!isInteger(flags, 255)) {
      throw new FatalProblem('CAARRDATAIllegalFlags', 'Flags must be a number from 0 to 255', value);
    }
    if (!/^[a-z0-9]{1,255}$/i.test(tag)) {
      throw new FatalProblem('CAARRDATAIllegalTag', 'Tag must consist of letters and digits', value);
    }
    const texts = readCharacterStrings(quoted, 65_535);
    if (texts.length !== 1)
      throw new FatalProblem('CAARRDATANotThreeFields', "CAA record doesn't have 3 fields", value);
    // DNS allows tags that the packet library's type does not list (RFC 8659, 4.1); it encodes any.
    return {
      type: 'CAA',
      data: { flags: Number(flags), tag: tag as 'issue', value: texts[0]?.toString('latin1') ?? '' },
    };
  },
  CNAME: (value) => ({ type: 'CNAME', data: readTarget('CNAME', value) }),
  MX(value) {
    const [preference = '', exchange, ...rest] = value.trim().split(/\s+/);
    if (exchange === undefined || rest.length > 0) {
      throw new FatalProblem('MXRRDATANotTwoFields', "MX record doesn't have 2 fields", value);
    }
    if (!isInteger(preference, 65_535)) {
      throw new FatalProblem('MXRRDATAIllegalPriority', 'Priority must be a number from 0 to 65535', value);
    }
    return { type: 'MX', data: { preference: Number(preference), exchange: readTarget('MX', exchange) } };
  },
  NS: (value) => ({ type: 'NS', data: readTarget('NS', value) }),
  PTR: (value) => ({ type: 'PTR', data: readTarget('PTR', value) }),
  SOA(value) {
    const [mname, rname, ...numbers] = value.trim().split(/\s+/);
    if (mname === undefined || rname === undefined || numbers.length !== 5) {
      throw new FatalProblem('SOARRDATANotSevenFields', "SOA record doesn't have 7 fields", value);
    }
    if (!numbers.every((number) => isInteger(number, 2 ** 32 - 1))) {
      throw new FatalProblem('SOARRDATAIllegalNumber', 'Value must be a number of 32 bits', value);
    }
    const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers.map(Number);
    return {
      type: 'SOA',
      data: {
        mname: readTarget('SOA', mname),
        rname: readTarget('SOA', rname),
        serial,
        refresh,
        retry,
        expire,
        minimum,
      },
    };
  },
  SRV(value) {
    const [priority = '', weight = '', port = '', target, ...rest] = value.trim().split(/\s+/);
    if (target === undefined || rest.length > 0) {
      throw new FatalProblem('SRVRRDATANotFourFields', "SRV record doesn't have 4 fields", value);
    }
    if (![priority, weight, port].every((number) => isInteger(number, 65_535))) {
      throw new FatalProblem('SRVRRDATAIllegalNumber', 'Value must be a number from 0 to 65535', value);
    }
    return {
      type: 'SRV',
      data: {
        priority: Number(priority),
        weight: Number(weight),
        port: Number(port),
        target: readTarget('SRV', target),
      },
    };
  },
  TXT: (value) => ({ type: 'TXT', data: readCharacterStrings(value, 255) }),
};

function readTarget(type: string, value: string): string {
  if (/\s/.test(value)) throw new FatalProblem(`${type}RRDATANotSingleField`, 'Value contains spaces', value);
  return plainName(normalizeName(value));
}

function readCharacterStrings(value: string, longest: number): Buffer[] {
  if (!/^\s*"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*\s*$/.test(value)) {
    throw new FatalProblem('InvalidCharacterString', 'Value should be enclosed in quotation marks', value);
  }
  const texts = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    Buffer.from(
      text.replace(/\\(?:([0-3][0-7]{2})|(.))/g, (_, octal: string | undefined, literal: string) =>
        octal ? String.fromCharCode(parseInt(octal, 8)) : literal,
      ),
      'latin1',
    ),
  );
  if (texts.some((text) => text.length > longest)) {
    throw new FatalProblem('CharacterStringTooLong', 'Value is too long', value);
  }
  return texts;
}

function isInteger(text: string, largest: number): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= largest;
}
