const maxIterations = 50;
const smallStep = 1e-6;

/**
 * Fits weights of a logistic model by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani and Friedman, "The
 * Elements of Statistical Learning", 4.4.1). Deterministic.
 * @param rows features of each row; for a constant give one that is always 1
 * @param targets what each row's probability should be, 0 to 1
 * @param penalty on the squares of the weights; more than 0 where targets may be told apart perfectly
 */
export function fitLogistic(rows: readonly ArrayLike<number>[], targets: ArrayLike<number>, penalty: number): number[] {
  let weights = new Array<number>(rows[0]?.length ?? 0).fill(0);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const step = findStep(rows, targets, weights, penalty);
    weights = weights.map((weight, i) => weight - (step[i] ?? 0));
    if (Math.max(...step.map(Math.abs)) < smallStep) break;
  }
  return weights;
}

/** The gradient of the penalised loss, divided by its curvature. */
function findStep(
  rows: readonly ArrayLike<number>[],
  targets: ArrayLike<number>,
  weights: readonly number[],
  penalty: number,
): number[] {
  const width = weights.length;
  const gradient = weights.map((weight) => penalty * weight);
  const curvature = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (__, j) => (i === j ? penalty : 0)),
  );
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r] as ArrayLike<number>;
    let score = 0;
    for (let i = 0; i < width; i++) score += (row[i] as number) * (weights[i] as number);
    const probability = 1 / (1 + Math.exp(-score));
    const error = probability - (targets[r] as number);
    const certainty = probability * (1 - probability);
    for (let i = 0; i < width; i++) {
      const value = row[i] as number;
      const line = curvature[i] as number[];
      gradient[i] = (gradient[i] as number) + error * value;
      for (let j = 0; j < width; j++) line[j] = (line[j] as number) + certainty * value * (row[j] as number);
    }
  }
  return solveLinear(curvature, gradient);
}

/** Solves a system of linear equations whose matrix is symmetric and positive definite, by Gaussian elimination. */
function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const width = right.length;
  const rows = matrix.map((line, i) => [...line, right[i] ?? 0]);
  for (let pivot = 0; pivot < width; pivot++) {
    const top = rows[pivot] as number[];
    for (let below = pivot + 1; below < width; below++) {
      const line = rows[below] as number[];
      const factor = (line[pivot] ?? 0) / (top[pivot] || 1);
      for (let j = pivot; j <= width; j++) line[j] = (line[j] ?? 0) - factor * (top[j] ?? 0);
    }
  }
  const solution = new Array<number>(width).fill(0);
  for (let i = width - 1; i >= 0; i--) {
    const line = rows[i] as number[];
    let value = line[width] ?? 0;
    for (let j = i + 1; j < width; j++) value -= (line[j] ?? 0) * (solution[j] ?? 0);
    solution[i] = value / (line[i] || 1);
  }
  return solution;
}
