/**
 * How the names of the months begin in the languages that news is written in, marks and case folded; the longest that fits decides
 * (Polish `lipca` is July, Croatian `lipnja` June).
 */
const beginnings = [
  'jan ene gen sty янв січ сич ιαν oca led sij tam ian jaan saus xan يناير ינואר जनवरी',
  'feb fev lut фев лют φεβ φλεβ sub uno vel hel veeb vas فبراير פברואר फरवरी',
  'mar mrz mrt maa мар бер μαρ bre ozu kov مارس מרץ מרס मार्च',
  'apr abr avr kwi апр кві кви απρ nis dub tra huh bal ابريل אפריל अप्रैल',
  'may mai mag mei maj маи мая тра μαι kve svi tou geg مايو מאי मई',
  'jun juin giu cze июн чер ιουν haz cervn cerven lipan lipnj kes birz يونيو יוני जून',
  'jul juil lug lip июл лип ιουλ tem cervenc cervenec srpan srpnj hei liep يوليو יולי जुलाई',
  'aug ago aou sie авг сер αυγ agu srp kol elo rugp اغسطس אוגוסט अगस्त',
  'sep set wrz сен вер σεπ eyl zar ruj syy szep rugs سبتمبر ספטמבר सितंबर',
  'oct okt out ott paz окт жов οκτ eki rij lok spa اكتوبر אוקטובר अक्टूबर',
  'nov noi lis ноя лис νοε kas stu marras lap نوفمبر נובמבר नवंबर',
  'dec dez dic des gru дек гру δεκ ara pro jou det ديسمبر דצמבר दिसंबर',
];

const months = new Map(
  beginnings.flatMap((names, i) => names.split(' ').map((name) => [foldLetters(name), i + 1] as const)),
);
const longest = Math.max(...Array.from(months.keys(), (name) => name.length));

/**
 * The number of the month (1 to 12) that a word names in full or in short, 0 where it names none.
 * @param word letters as `foldLetters` leaves them
 */
export function findMonth(word: string): number {
  for (let length = Math.min(word.length, longest); length >= 2; length--) {
    const month = months.get(word.slice(0, length));
    if (month) return month;
  }
  // Hebrew writes "in" and the month as one word.
  return word.startsWith('ב') ? findMonth(word.slice(1)) : 0;
}

/** Lower case, without the marks above and below letters, and digits of any script as ASCII's. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) =>
      String((digit.charCodeAt(0) % 16) - (digit < '\u0900' ? 0 : 6)),
    )
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd');
}
