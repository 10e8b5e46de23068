/** Hours east of Greenwich. RFC 822 fixes the American names; the rest are what publishers write, by their usual reading. */
const zones: Readonly<Record<string, number>> = {
  gmt: 0,
  utc: 0,
  ut: 0,
  z: 0,
  hst: -10,
  akst: -9,
  akdt: -8,
  pst: -8,
  pdt: -7,
  pt: -8,
  mst: -7,
  mdt: -6,
  mt: -7,
  cst: -6,
  cdt: -5,
  ct: -6,
  est: -5,
  edt: -4,
  et: -5,
  ast: -4,
  adt: -3,
  nst: -3.5,
  ndt: -2.5,
  brt: -3,
  art: -3,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  sast: 2,
  eest: 3,
  msk: 3,
  trt: 3,
  eat: 3,
  gst: 4,
  pkt: 5,
  ist: 5.5,
  npt: 5.75,
  wib: 7,
  ict: 7,
  sgt: 8,
  hkt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  aest: 10,
  acdt: 10.5,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
};

/** Whether a word in lower case names a time zone. */
export function isZone(name: string): boolean {
  return Object.hasOwn(zones, name);
}

/**
 * Milliseconds east of Greenwich of an offset or of a zone's name, in lower case; 0 for a zone that nobody knows (RFC 5322, 4.3).
 */
export function readOffset(text: string): number {
  const numeric = /([+-])\s?(\d{1,2}):?(\d{2})?$/.exec(text);
  if (!numeric) return (zones[text.trim()] ?? 0) * 3_600_000;
  const [, sign, hours, minutes] = numeric;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}
