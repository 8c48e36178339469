/** Messages about money or access: they speak of the account whatever the status or the shot. */
export const ACCOUNT_WORDS: RegExp =
  /\b(insufficient|not enough|out of)\b.{0,20}\b(credits?|funds|balance|quota)\b|\bapi key\b|\bspend(ing)? (cap|limit)\b|\b(suspended|deactivated|unauthori[sz]ed|not authenticated)\b/i;

/** A model or an API that is gone is gone for every shot, and no shot's fault. */
export const RETIRED_WORDS: RegExp = /\b(retired|discontinued|sunset|no longer available)\b/i;
