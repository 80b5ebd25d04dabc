import type { Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { downloadData } from './download-data.js';
import { downloadDataSanctioned } from './download-data-sanctioned.js';

export function createRoutes(context: Context): Route[] {
  return [downloadData(context), downloadDataSanctioned(context)];
}
