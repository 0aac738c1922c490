/** Minor units as text, with their asset, for people: {amount: "1250", asset: "USD/2"} → "12.50 USD". */
export const formatMoney = (money) => {
  if (!money) return '–';
  const [code, exponent] = money.asset.split('/');
  const digits = money.amount.padStart(Number(exponent) + 1, '0');
  const cut = digits.length - Number(exponent);
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ' ');
  const fraction = digits.slice(cut).replace(/^(\d{2}\d*?)0+$/, '$1');
  return `${whole}${fraction ? `.${fraction}` : ''} ${code}`;
};

/** What a person typed, in minor units; null when it is no amount. Never through a float. */
export const parseAmount = (text, asset) => {
  const exponent = Number(asset.split('/')[1]);
  const match = /^\s*(\d[\d\s]*)(?:[.,](\d+))?\s*$/.exec(text);
  if (!match) return null;
  const fraction = match[2] ?? '';
  if (fraction.length > exponent) return null;
  const amount = BigInt(match[1].replaceAll(/\s/g, '') + fraction.padEnd(exponent, '0'));
  return amount > 0n ? { amount: amount.toString(), asset } : null;
};

/** An amount as a person would type it. */
export const plainAmount = (money) => formatMoney(money).split(' ').slice(0, -1).join('');
