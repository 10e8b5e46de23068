/** A little more than what a front page's worth of headlines takes. */
const maxSample = 65_536;
/** So much of what is not ASCII must be what the language writes most. */
const leastShare = 0.25;

/** In scripts that are not Latin, so many of the bytes beyond ASCII stand beside another; accents stand alone. */
const leastTogether = 0.7;
/** Fewer bytes beyond ASCII say nothing. */
const leastBytes = 6;

/** The commonest letters of the scripts that old encodings write, by the encodings that do. */
const scripts: readonly { encodings: readonly string[]; common: RegExp }[] = [
  {
    encodings: ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866', 'koi8-u'],
    common: /[оеаинтсрвлкм]/g,
  },
  { encodings: ['windows-1253', 'iso-8859-7'], common: /[αοιετσνηυρπκάέίόύς]/g },
  { encodings: ['windows-1255', 'iso-8859-8'], common: /[יוהלארתבמש]/g },
  { encodings: ['windows-1256', 'iso-8859-6'], common: /[اليمنوتربعد]/g },
  { encodings: ['windows-874'], common: /[านรอกเงมยลวดท่้]/g },
  { encodings: ['shift_jis', 'euc-jp'], common: /[\u3041-\u30fe、。]/g },
  {
    encodings: ['gb18030'],
    common:
      /[的一是不了在人有我他这中大来上国个到说们为子和你地出也时年得就要下以生会自着过家学对可里后小多天而能好都日于起发成事作当文无开手用主行方如前所本经面公同动新，。]/g,
  },
  {
    encodings: ['big5'],
    common:
      /[的一是不了在人有我他這中大來上國個到說們為子和你地出也時年得就要下以生會自著過家學對可裡後小多天而能好都日於起發成事作當文無開手用主行方如前所本經面公同動新，。]/g,
  },
  {
    encodings: ['euc-kr'],
    common: /[이다의는에을를가고은하지로기도사한인대자시리아어나라정서그부일수전보제주해과만들국원장상]/g,
  },
];

/** What documents in a language that say nothing of their encoding are written in (HTML Standard, 13.2.3.2). */
const customary: Readonly<Record<string, string>> = {
  cs: 'windows-1250',
  hr: 'windows-1250',
  hu: 'windows-1250',
  pl: 'windows-1250',
  ro: 'windows-1250',
  sk: 'windows-1250',
  sl: 'windows-1250',
  et: 'windows-1257',
  lt: 'windows-1257',
  lv: 'windows-1257',
  tr: 'windows-1254',
  vi: 'windows-1258',
};

/**
 * Finds the encoding of a document that is not UTF-8 and says nothing of it, or nothing true: the one in which it is made of the letters
 * that a language of its script writes most, else what is customary in the language that it names.
 * @returns a label of the Encoding Standard, `undefined` where nothing speaks for any
 */
export function detectEncoding(body: Uint8Array): string | undefined {
  const sample = body.subarray(0, maxSample);
  if (!isForeignScript(sample)) return guessByLanguage(sample);
  let best = { encoding: undefined as string | undefined, share: leastShare };
  for (const { encodings, common } of scripts) {
    for (const encoding of encodings) {
      const share = measureShare(sample, encoding, common);
      if (share > best.share) best = { encoding, share };
    }
  }
  return best.encoding ?? guessByLanguage(sample);
}

function isForeignScript(sample: Uint8Array): boolean {
  let count = 0;
  let together = 0;
  for (let at = 0; at < sample.length; at++) {
    if ((sample[at] ?? 0) < 0x80) continue;
    count++;
    if ((sample[at - 1] ?? 0) >= 0x80 || (sample[at + 1] ?? 0) >= 0x80) together++;
  }
  return count >= leastBytes && together >= count * leastTogether;
}

/** Of the characters that are not ASCII, so many are common ones; 0 where the bytes are not of that encoding. */
function measureShare(sample: Uint8Array, encoding: string, common: RegExp): number {
  let text: string;
  try {
    // As a stream, so that a character which the sample ends in is no error.
    text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
  } catch {
    return 0;
  }
  const foreign = text.match(/[^\0-\u007f]/g)?.length ?? 0;
  return foreign === 0 ? 0 : (text.match(common)?.length ?? 0) / foreign;
}

function guessByLanguage(sample: Uint8Array): string | undefined {
  const text = Buffer.from(sample).toString('latin1');
  const language = /<(?:dc:)?language>\s*([a-z]{2})|\bxml:lang\s*=\s*["']([a-z]{2})/i.exec(text);
  const encoding = customary[(language?.[1] ?? language?.[2] ?? '').toLowerCase()];
  // The two write the same letters in other places; only Windows has any here.
  return encoding === 'windows-1250' && !/[\u0080-\u009f]/.test(text) ? 'iso-8859-2' : encoding;
}
