/** SQL of flow and pressure of two sensors by the minute for some days, up to now, as `fixtureLake().add()` takes it. */
export const plantReadings = (days: number): string => `
  SELECT date_trunc('minute', now()::TIMESTAMP) - INTERVAL 1 MINUTE * (${days * 1440} - i) AS time, 'plant' AS source, series,
    round(level * (1 + 0.3 * sin(i / 1440 * 2 * pi()) + 0.02 * sin(i * 7.3)), 3) AS value, 'good' AS quality
  FROM range(${days * 1440}) steps(i),
    (VALUES ('001/flow', 120.0), ('001/pressure', 4.0), ('002/flow', 40.0), ('002/pressure', 5.0)) kinds(series, level)`;
