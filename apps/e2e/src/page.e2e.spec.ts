import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createMarketplace } from '@outcry/demo';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser';
import { admit, openAuction, openSale, patient, tokens, usd } from './people';
import { gatewayUrl, waitUntilReady } from './system';

const SHOTS = join(process.env['OUTCRY_E2E_DIRECTORY'] ?? '', 'screenshots');
const LENGTH_MS = 600_000;
/** The page shows the default tenant. */
const market = createMarketplace(patient, tokens, 'default', randomUUID);

const shoot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });

describe('the page', () => {
  let saleId: string;
  let auctionId: string;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    await waitUntilReady();
    saleId = await openSale(market);
    await admit(market, saleId, 'rival', 9_000_000);
    auctionId = await openAuction(market, saleId, {
      lengthMs: LENGTH_MS,
      more: {
        lot: { title: 'A walnut bureau', description: 'About 1760.', imageUrls: [] },
        reserve: usd(2_000),
      },
    });
  });

  const onPage = async (
    size: { width: number; height: number },
    scheme: 'light' | 'dark',
    work: (page: Page) => Promise<void>,
    lot = auctionId,
  ): Promise<void> => {
    const { context, foreign } = await openBrowser(size, scheme);
    const errors: string[] = [];
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(gatewayUrl);
      await page.locator(`[data-id="${lot}"]`).click();
      await work(page);
      expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
    } finally {
      await context.close();
    }
  };

  it('shows a running auction and lets a person join, bid, lead and be outbid, by keyboard', async () => {
    await onPage({ width: 1_200, height: 850 }, 'light', async (page) => {
      await page.locator('#lot-title', { hasText: 'A walnut bureau' }).waitFor();
      await page.focus('#bidder');
      await page.keyboard.type('visitor');
      await page.keyboard.press('Enter');
      await page.locator('#paddle', { hasText: 'Bidding as visitor' }).waitFor();
      await page.focus('#amount');
      await page.keyboard.type('15');
      await page.keyboard.press('Enter');
      await page.locator('#standing', { hasText: 'You lead.' }).waitFor();
      await page.locator('#lot-reserve', { hasText: 'reserve not met' }).waitFor();
      await shoot(page, 'leading');

      await market.bid('rival', auctionId, usd(4_000), randomUUID());
      await page.locator('#standing', { hasText: 'You have been outbid.' }).waitFor();
      await page.locator('#lot-price', { hasText: '20.00 USD' }).waitFor();
      await page.locator('#lot-reserve', { hasText: 'reserve met' }).waitFor();
      await shoot(page, 'outbid');
    });
  });

  it('says what is wrong with a bid', async () => {
    await onPage({ width: 1_200, height: 850 }, 'dark', async (page) => {
      await page.fill('#bidder', 'visitor');
      await page.click('#join button');
      await page.fill('#amount', 'a lot');
      await page.click('#bid button');
      await page.locator('#bid-error', { hasText: 'Type an amount' }).waitFor();
      await page.fill('#amount', '0.01');
      await page.click('#bid button');
      await page.locator('#bid-error', { hasText: '20.50' }).waitFor();
      await shoot(page, 'too-low-dark');
      await page.fill('#amount', '6000');
      await page.click('#bid button');
      await page.locator('#bid-error', { hasText: 'exceeds the free spending limit' }).waitFor();
      await page.locator('#bid-hint', { hasText: 'Your limit in this sale is 5 000.00' }).waitFor();
    });
  });

  it('takes the form away and says what became of an auction that ends', async () => {
    const ending = await openAuction(market, saleId, { lengthMs: LENGTH_MS });
    await onPage(
      { width: 1_200, height: 850 },
      'light',
      async (page) => {
        await page.locator('#bid').waitFor({ state: 'visible' });
        await market.post('operator', 'operator', `/v1/auctions/${ending}/cancel`, {
          reason: 'The lot was withdrawn.',
        });
        await page.locator('#standing', { hasText: 'Cancelled.' }).waitFor();
        await page.locator('#bid').waitFor({ state: 'hidden' });
        await page.locator('#lot-left', { hasText: 'ended' }).waitFor();
      },
      ending,
    );
  });

  it('fits a phone without scrolling sideways', async () => {
    await onPage({ width: 375, height: 740 }, 'light', async (page) => {
      await page.locator('#lot-price').waitFor();
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
      await shoot(page, 'phone');
    });
  });

  it('serves the API page from this machine alone', async () => {
    const { context, foreign } = await openBrowser({ width: 1_100, height: 800 });
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(`${gatewayUrl}/docs`);
      await page.getByText('/v1/auctions/{auctionId}/bids').first().waitFor();
      await shoot(page, 'api');
      expect(foreign).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
