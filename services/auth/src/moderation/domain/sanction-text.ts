/** What is said of a sanction to whom it is imposed on. */
export function sanctionText({ reason, endsAt }: { reason: string; endsAt: Date | null }): string {
  const until = endsAt ? `suspended until ${endsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'banned';
  return `This account is ${until}: ${reason}`;
}

/** What is said of a removal to whom it belonged to. */
export function removalText({ targetType, decisionReason }: { targetType: string; decisionReason: string | null }) {
  return `Your ${targetType} was removed: ${decisionReason}`;
}
