export { countUnits, sizeOf } from '../store/dynamodb/count-units.ts';
export { provisionTable } from '../store/dynamodb/provision-table.ts';
export { createDynamoStore } from '../store/dynamodb/store.ts';
