import assert from "node:assert/strict";
import {test} from "node:test";
import {type AwsRequest, encodeAwsPath, signAwsRequest} from "../../../collector/aws/sign.ts";

// The published values of aws-sig-v4-test-suite: one key, one instant, the service "service".
// Its cases of paths that are sent unencoded are left out: a URL has none.
const suite = {
  credentials: {accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
  region: "us-east-1",
  service: "service"
};
const at = new Date("2015-08-30T12:36:00Z");
const signatureOf = (headers: Record<string, string>) => /Signature=(\w+)$/.exec(headers.authorization!)![1];
const url = (path: string) => new URL(`https://example.amazonaws.com${path}`);
const form = "application/x-www-form-urlencoded";

const cases: Record<string, [AwsRequest, string]> = {
  "get-vanilla": [{method: "GET", url: url("/")}, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  "get-vanilla-query-order-key-case": [
    {method: "GET", url: url("/?Param2=value2&Param1=value1")},
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
  ],
  "get-unreserved": [
    {method: "GET", url: url("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")},
    "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
  ],
  "get-vanilla-utf8-query": [
    {method: "GET", url: url("/?ሴ=bar")},
    "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"
  ],
  "get-slashes": [
    {method: "GET", url: url("//example//")},
    "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"
  ],
  "get-header-value-trim": [
    {method: "GET", url: url("/"), headers: {"My-Header1": " value1", "My-Header2": ' "a   b   c"'}},
    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
  ],
  "post-vanilla": [{method: "POST", url: url("/")}, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  "post-x-www-form-urlencoded": [
    {method: "POST", url: url("/"), headers: {"Content-Type": form}, body: "Param1=value1"},
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
  ]
};
for (const [name, [request, expected]] of Object.entries(cases))
  test(`signAwsRequest() signs ${name} of AWS's test suite as published`, () => {
    assert.equal(signatureOf(signAwsRequest(request, suite, {at})), expected);
  });

test("signAwsRequest() signs the request of AWS's guide to Signature Version 4 as published", () => {
  const request = {
    method: "GET",
    url: new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
    headers: {"Content-Type": `${form}; charset=utf-8`}
  };
  assert.equal(
    signAwsRequest(request, {...suite, service: "iam"}, {at}).authorization,
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, " +
      "SignedHeaders=content-type;host;x-amz-date, " +
      "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
  );
});

// "Signature Calculations for the Authorization Header", examples, Amazon S3 API reference.
const s3 = {
  credentials: {accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
  region: "us-east-1",
  service: "s3"
};
const bucket = (path: string) => new URL(`https://examplebucket.s3.amazonaws.com${path}`);
const ofS3: Record<string, [AwsRequest, string]> = {
  "GET object": [
    {method: "GET", url: bucket("/test.txt"), headers: {Range: "bytes=0-9"}},
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
  ],
  "PUT object": [
    {
      method: "PUT",
      url: bucket(`/${encodeAwsPath("test$file.text")}`),
      headers: {Date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
      body: "Welcome to Amazon S3."
    },
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
  ],
  "GET bucket lifecycle": [
    {method: "GET", url: bucket("/?lifecycle")},
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
  ],
  "GET bucket, listed": [
    {method: "GET", url: bucket("/?max-keys=2&prefix=J")},
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  ]
};
for (const [name, [request, expected]] of Object.entries(ofS3))
  test(`signAwsRequest() signs "${name}" of the S3 reference as published`, () => {
    const headers = signAwsRequest(request, s3, {at: new Date("2013-05-24T00:00:00Z")});
    assert.equal(signatureOf(headers), expected);
    assert.match(headers["x-amz-content-sha256"]!, /^[0-9a-f]{64}$/);
  });

test("signAwsRequest() takes the hash of what is streamed, and signs the token of credentials that expire", () => {
  const body = "Welcome to Amazon S3.";
  const request = {method: "PUT", url: bucket("/a"), body};
  const sha256 = signAwsRequest(request, s3, {at})["x-amz-content-sha256"]!;
  assert.deepEqual(signAwsRequest({...request, body: {sha256}}, s3, {at}), signAwsRequest(request, s3, {at}));
  const expiring = {...s3, credentials: {...s3.credentials, sessionToken: "token"}};
  const headers = signAwsRequest(request, expiring, {at});
  assert.equal(headers["x-amz-security-token"], "token");
  assert.match(headers.authorization!, /SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,/);
});

test("encodeAwsPath() encodes all but unreserved characters and slashes", () => {
  assert.equal(encodeAwsPath("a b/ü+(1)!*'%.json"), "a%20b/%C3%BC%2B%281%29%21%2A%27%25.json");
});
