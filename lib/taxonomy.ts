/**
 * The labels that Faultline speaks in, with the crosswalks that sector regulators use.
 * Their ids are a public contract: they stand in commands, filters, stored records and evaluation files.
 */

export const topics = ['outage', 'attack', 'vulnerability', 'policy', 'other'] as const;
export type Topic = (typeof topics)[number];

/** Topics that a digest is about unless its query says otherwise. */
export const topicsInScope: readonly Topic[] = ['outage', 'attack', 'vulnerability', 'policy'];

export interface SectorFacts {
  title: string;
  /** Critical infrastructure sectors of the US Cybersecurity and Infrastructure Security Agency. */
  cisa: readonly string[];
  /** Sectors of annexes I and II of Directive (EU) 2022/2555; empty where it names none. */
  nis2: readonly string[];
}

export const sectors = {
  aviation: { title: 'Aviation', cisa: ['Transportation Systems'], nis2: ['Transport / air'] },
  rail: {
    title: 'Rail and public transit',
    cisa: ['Transportation Systems'],
    nis2: ['Transport / rail', 'Transport / road'],
  },
  logistics: {
    title: 'Logistics',
    cisa: ['Transportation Systems'],
    nis2: ['Transport / water', 'Postal and courier'],
  },
  banking: { title: 'Banking and payments', cisa: ['Financial Services'], nis2: ['Banking'] },
  markets: { title: 'Markets', cisa: ['Financial Services'], nis2: ['Financial market infrastructures'] },
  healthcare: { title: 'Healthcare', cisa: ['Healthcare and Public Health'], nis2: ['Health'] },
  emergency: { title: 'Emergency services', cisa: ['Emergency Services'], nis2: ['Public administration'] },
  government: {
    title: 'Government',
    cisa: ['Government Services and Facilities'],
    nis2: ['Public administration'],
  },
  defense: { title: 'Defense', cisa: ['Defense Industrial Base'], nis2: [] },
  energy: {
    title: 'Energy',
    cisa: ['Energy', 'Nuclear Reactors, Materials, and Waste'],
    nis2: ['Energy'],
  },
  water: {
    title: 'Water',
    cisa: ['Water and Wastewater Systems', 'Dams'],
    nis2: ['Drinking water', 'Waste water'],
  },
  telecom: { title: 'Telecom', cisa: ['Communications'], nis2: ['Digital infrastructure', 'Space'] },
  'cloud-it': {
    title: 'Cloud and IT',
    cisa: ['Information Technology'],
    nis2: ['Digital infrastructure', 'ICT service management'],
  },
  media: { title: 'Media and platforms', cisa: ['Communications'], nis2: ['Digital providers'] },
  retail: { title: 'Retail and hospitality', cisa: ['Commercial Facilities'], nis2: ['Digital providers'] },
  manufacturing: {
    title: 'Manufacturing',
    cisa: ['Critical Manufacturing', 'Chemical'],
    nis2: ['Manufacturing', 'Chemicals'],
  },
  food: { title: 'Food', cisa: ['Food and Agriculture'], nis2: ['Food'] },
  education: {
    title: 'Education and research',
    cisa: ['Government Services and Facilities'],
    nis2: ['Research'],
  },
} as const satisfies Record<string, SectorFacts>;
export type Sector = keyof typeof sectors;
export const sectorIds = Object.keys(sectors) as Sector[];

export interface ViewpointFacts {
  title: string;
  /** The position in a few words, for a reader who meets the label for the first time. */
  position: string;
}

export const viewpoints = {
  multilateral: { title: 'Multilateral', position: 'states together set the rules, through the UN' },
  sovereignty: { title: 'Sovereignty', position: 'each state controls its own network, data and technology' },
  multistakeholder: {
    title: 'Multistakeholder',
    position: 'engineers, civil society, business and governments govern together',
  },
  'industry-led': { title: 'Industry-led', position: 'companies lead; no heavy rules' },
  regulation: { title: 'Regulation', position: 'a state or bloc binds: duties, liability, fines' },
  rivalry: { title: 'Rivalry', position: 'a contest between powers: attribution, sanctions, decoupling' },
  cooperation: { title: 'Cooperation', position: 'dialogue, shared information, help across borders' },
  rights: { title: 'Rights', position: "people's rights first: privacy, expression, access" },
  resilience: { title: 'Resilience', position: 'engineering lessons first: testing, redundancy, recovery' },
} as const satisfies Record<string, ViewpointFacts>;
export type Viewpoint = keyof typeof viewpoints;
export const viewpointIds = Object.keys(viewpoints) as Viewpoint[];

/**
 * Pairs of viewpoints that cannot both be followed in one rule book; a story that carries both sides of a pair is contested.
 * Read off the positions of the taxonomy: who sets the rules (states, firms, everyone), and whether powers contest or work together.
 */
export const opposedViewpoints: readonly (readonly [Viewpoint, Viewpoint])[] = [
  ['multilateral', 'multistakeholder'],
  ['sovereignty', 'multistakeholder'],
  ['sovereignty', 'cooperation'],
  ['industry-led', 'regulation'],
  ['industry-led', 'sovereignty'],
  ['industry-led', 'multilateral'],
  ['rivalry', 'cooperation'],
  ['rivalry', 'multilateral'],
  ['rights', 'sovereignty'],
];

export const ownerships = [
  'state',
  'public',
  'private',
  'industry',
  'government',
  'intergovernmental',
  'civil-society',
  'academia',
  'community',
] as const;
export type Ownership = (typeof ownerships)[number];

/**
 * Says whether a text is one of the ids of a vocabulary, narrowing its type.
 */
export function isOneOf<T extends string>(ids: readonly T[], text: string): text is T {
  return (ids as readonly string[]).includes(text);
}
