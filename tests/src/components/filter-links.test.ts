import assert from "node:assert/strict";
import {test} from "node:test";
import {carried} from "../../../src/components/filter-links.js";

const page = "https://weir.test/site/requests?range=7d&tz=UTC&q=night";

test("carried() hands the choice to another page of the site", () => {
  assert.equal(carried("./licences", page), "./licences?range=7d&tz=UTC");
  assert.equal(carried("./licences#calls", page), "./licences?range=7d&tz=UTC#calls");
  assert.equal(carried("./outliers?series=1#now", page), "./outliers?series=1&range=7d&tz=UTC#now");
  assert.equal(carried("/", page), "/?range=7d&tz=UTC");
});

test("carried() keeps what a link asks for itself", () => {
  assert.equal(carried("./licences?range=24h", page), "./licences?range=24h&tz=UTC");
  assert.equal(
    carried("./x?from=2026-01-01T00:00Z&to=2026-01-02T00:00Z", page),
    "./x?from=2026-01-01T00:00Z&to=2026-01-02T00:00Z&tz=UTC"
  );
});

test("carried() leaves other sites, files, and pages without a choice alone", () => {
  assert.equal(carried("https://example.org/", page), "https://example.org/");
  assert.equal(carried("mailto:a@example.org", page), "mailto:a@example.org");
  assert.equal(carried("./data/readings.parquet", page), "./data/readings.parquet");
  assert.equal(carried("./licences", "https://weir.test/requests?q=night"), "./licences");
});

test("carried() does not hand on what is not known", () => {
  assert.equal(carried("./licences", "https://weir.test/requests?range=forever"), "./licences");
});
