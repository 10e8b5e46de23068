import { checkUrl } from '../../feeds/address.ts';
import type { FeedEntry } from '../../feeds/feed.ts';
import { authorizeFeeds } from '../../jobs/authorize.ts';
import { completeAddress } from '../../jobs/feed-list.ts';
import { addFeed } from '../../jobs/tune-feeds.ts';
import { findNearestCountry, readCountry } from '../../query/codes.ts';
import { actionIds } from '../../render/actions.ts';
import { ownerships } from '../../taxonomy.ts';
import { tellEnlisted } from '../answers/feeds.ts';
import { explainAtField } from '../failure.ts';
import type { Modal } from '../modal.ts';
import { choiceField, radioField, textField, writeModal } from './fields.ts';
import { ownershipChoices } from './label-choices.ts';
import { readChoice, readText, type Values } from './values.ts';

const id = 'add-feed';
const fields = { url: 'url', title: 'title', country: 'country', ownership: 'ownership', kind: 'kind' } as const;
const kinds = ['news', 'status'] as const;

/** Adds a feed with what is known of its publisher. */
export const addFeedModal: Modal = {
  id,

  isOpenedBy: (action) => action === actionIds.addFeed,

  async open({ asker }, { store, directory }) {
    await authorizeFeeds(store, directory, asker);
    const optional = true;
    return writeModal({
      id,
      title: 'Add a feed',
      submit: 'Add',
      blocks: [
        textField(fields.url, 'Address', {
          placeholder: 'https://www.example.org/news',
          hint: 'Of the feed, or of a site that links to one.',
        }),
        textField(fields.title, 'Name of the publisher', {
          optional,
          hint: 'As the feed calls itself, if left empty.',
        }),
        textField(fields.country, 'Country', { optional, placeholder: 'GB', hint: 'Two letters, or INT.' }),
        choiceField(fields.ownership, 'Whose voice it is', ownershipChoices, { value: 'private' }),
        radioField(
          fields.kind,
          'Kind',
          [
            { id: 'news', title: 'News' },
            { id: 'status', title: 'Status page', detail: "a provider's own word on its incidents" },
          ],
          { value: 'news' },
        ),
      ],
    });
  },

  async check({ asker, values }, { store, directory, allowPrivate, log }) {
    const errors: Record<string, string> = {};
    const why = checkUrl(completeAddress(readText(values, fields.url)), allowPrivate);
    if (why) errors[fields.url] = `This address is refused: ${why}.`;
    const country = readText(values, fields.country);
    if (country && !readCountry(country)) {
      const near = findNearestCountry(country);
      errors[fields.country] =
        `There is no country ${country}${near ? `; did you mean ${near}?` : '. Use a code such as GB.'}`;
    }
    try {
      await authorizeFeeds(store, directory, asker);
    } catch (error) {
      errors[fields.url] = explainAtField(error, log);
    }
    return errors;
  },

  async submit({ asker, values }, services) {
    return tellEnlisted(await addFeed(services, asker, readText(values, fields.url), readStated(values)));
  },
};

function readStated(values: Values): Omit<FeedEntry, 'url'> {
  return {
    title: readText(values, fields.title) || undefined,
    country: readCountry(readText(values, fields.country)),
    ownership: readChoice(values, fields.ownership, ownerships),
    kind: readChoice(values, fields.kind, kinds),
  };
}
