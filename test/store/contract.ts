import { afterEach, describe } from 'vitest';
import type { Store } from '../../lib/jobs/ports.ts';
import { ageingContract } from './contract/ageing.ts';
import { alertContract } from './contract/alerts.ts';
import { articleContract } from './contract/articles.ts';
import { claimContract } from './contract/claims.ts';
import { correctionContract } from './contract/corrections.ts';
import { deliveryContract } from './contract/deliveries.ts';
import { digestContract } from './contract/digests.ts';
import { feedContract } from './contract/feeds.ts';
import { findContract } from './contract/find.ts';
import { mergerContract } from './contract/mergers.ts';
import { placeContract } from './contract/place.ts';
import { storyContract } from './contract/stories.ts';
import { subscriptionContract } from './contract/subscriptions.ts';
import { teamContract } from './contract/teams.ts';

export interface StoreContractOptions {
  /** Another connection to the data of the store that was made last; without it, both claimants share one. */
  connect?: () => Promise<Store> | Store;
}

/** How a part of the contract comes by stores; each is closed when its test ends. */
export interface Stores {
  /** An empty store. */
  create(): Promise<Store>;
  /** Two connections to one empty store. */
  createPair(): Promise<[Store, Store]>;
}

/** Against hanging only: hundreds of writes to a busy disk, or to a store across a network, take their time. */
const timeout = 240_000;

/**
 * The suite that every adapter of the store must pass.
 * @param createStore makes an empty store, apart from those made before
 */
export function storeContract(
  name: string,
  createStore: () => Promise<Store> | Store,
  options: StoreContractOptions = {},
): void {
  describe(`${name} keeps the contract of the store:`, { timeout }, () => {
    const opened: Store[] = [];
    const keep = (store: Store): Store => {
      if (!opened.includes(store)) opened.push(store);
      return store;
    };
    const stores: Stores = {
      async create() {
        return keep(await createStore());
      },
      async createPair() {
        const first = keep(await createStore());
        return [first, options.connect ? keep(await options.connect()) : first];
      },
    };
    afterEach(() => {
      for (const store of opened.splice(0)) store.close();
    });

    describe('feeds', () => feedContract(stores));
    describe('claims', () => claimContract(stores));
    describe('articles', () => articleContract(stores));
    describe('placing', () => placeContract(stores));
    describe('finding', () => findContract(stores));
    describe('stories', () => storyContract(stores));
    describe('stories that turn out to be one', () => mergerContract(stores));
    describe('digests', () => digestContract(stores));
    describe('corrections', () => correctionContract(stores));
    describe('subscriptions', () => subscriptionContract(stores));
    describe('deliveries', () => deliveryContract(stores));
    describe('alerts', () => alertContract(stores));
    describe('workspaces', () => teamContract(stores));
    describe('ageing', () => ageingContract(stores));
  });
}
