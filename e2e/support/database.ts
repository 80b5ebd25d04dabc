import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { required } from './town.js';

/** Asks, or damages, the services' databases past the services. */
export async function sql(statement: string, values: unknown[] = []): Promise<RowDataPacket[]> {
  const connection = await createConnection({
    uri: required('TOWN_TEST_MYSQL_URL'),
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  try {
    return (await connection.query(statement, values))[0] as RowDataPacket[];
  } finally {
    await connection.end();
  }
}
