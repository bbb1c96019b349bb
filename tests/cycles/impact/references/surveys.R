# References for surveys, two-way counts and thresholds in time, from R 4.2: Rscript surveys.R > surveys.json
# Signed ranks are coin's, exact and normal; Newcombe's paired interval is made from prop.test and cor.
suppressMessages({library(coin); library(effectsize); library(jsonlite)})

expand <- function(pairs) pairs[rep(seq_len(nrow(pairs)), pairs[, 3]), 1:2, drop = FALSE]
finding <- function(value, lower, upper, p) list(value = value, lower = lower, upper = upper, p = p)

# Rows of before, after, respondents.
paired <- list(
  mixed = rbind(c(3, 4, 6), c(2, 4, 3), c(4, 4, 5), c(5, 3, 2), c(4, 3, 3), c(1, 5, 1)),
  few = rbind(c(2, 3, 4), c(3, 3, 5)),
  level = rbind(c(2, 3, 3), c(3, 2, 3), c(5, 5, 1)),
  many = rbind(c(3, 4, 60), c(2, 4, 30), c(4, 4, 80), c(5, 3, 21), c(4, 3, 33), c(1, 5, 9), c(2, 5, 3))
)
signed <- lapply(paired, function(pairs) {
  seen <- expand(pairs)
  test <- function(how) pvalue(wilcoxsign_test(seen[, 2] ~ seen[, 1], zero.method = "Pratt", distribution = how))
  t <- t.test(seen[, 2] - seen[, 1])
  list(pairs = pairs, exact = as.numeric(test("exact")), normal = as.numeric(test("asymptotic")),
       mean = unname(t$estimate), lower = t$conf.int[1], upper = t$conf.int[2],
       sign = binom.test(sum(seen[, 2] > seen[, 1]), sum(seen[, 2] != seen[, 1]))$p.value)
})

waves <- list(before = c(8, 12, 20, 15, 5), after = c(3, 9, 18, 22, 12))
answers <- lapply(waves, function(n) rep(1:5, n))
welch <- t.test(answers$after, answers$before)
unpaired <- list(before = waves$before, after = waves$after,
  p = suppressWarnings(wilcox.test(answers$after, answers$before, exact = FALSE, correct = TRUE))$p.value,
  value = unname(welch$estimate[1] - welch$estimate[2]), lower = welch$conf.int[1], upper = welch$conf.int[2])

ps <- c(.01, .04, .03, .005, .04, .9, 1e-12, .2)

# Cells: group yes, group no, others yes, others no. Newcombe's interval is two of Wilson's, from prop.test.
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
squares <- list(small = c(4, 6, 9, 3), even = c(12, 18, 13, 17), nought = c(0, 9, 5, 7), whole = c(8, 0, 5, 7),
                large = c(310, 190, 255, 245))
# The odds ratio is solved anew: fisher.test finds it to four digits only.
odds_ratio <- function(x) {
  m <- x[1] + x[2]; n <- x[3] + x[4]; k <- x[1] + x[3]; at <- max(0, k - n):min(k, m)
  chance <- function(logit) { d <- dhyper(at, m, n, k, log = TRUE) + logit * at; d <- exp(d - max(d)); d / sum(d) }
  solved <- function(f) exp(uniroot(f, c(-30, 30), tol = 1e-13)$root)
  found <- finding(solved(function(l) sum(at * chance(l)) - x[1]), solved(function(l) sum(chance(l)[at >= x[1]]) - .025),
                   solved(function(l) sum(chance(l)[at <= x[1]]) - .025), fisher.test(matrix(x, 2, byrow = TRUE))$p.value)
  t <- fisher.test(matrix(x, 2, byrow = TRUE))
  stopifnot(abs(c(found$value, found$lower, found$upper) / c(t$estimate, t$conf.int) - 1) < 2e-3)
  found
}
fisher <- lapply(squares, function(x) {
  t <- fisher.test(matrix(x, 2, byrow = TRUE)); n1 <- x[1] + x[2]; n2 <- x[3] + x[4]
  a <- suppressWarnings(wilson(x[1], n1)); b <- suppressWarnings(wilson(x[3], n2)); d <- x[1] / n1 - x[3] / n2
  list(cells = x, p = t$p.value, odds = if (all(x > 0)) odds_ratio(x),
       difference = finding(100 * d, 100 * (d - sqrt((x[1] / n1 - a[1])^2 + (b[2] - x[3] / n2)^2)),
                            100 * (d + sqrt((a[2] - x[1] / n1)^2 + (x[3] / n2 - b[1])^2)), t$p.value))
})

# Two rows by ordered levels 1, 2, 3, ...; the interval is Newcombe's (2006) method 5, corrected for ties.
method_5 <- function(d, m, n, ties) {
  seen <- (1 + d) / 2; more <- (m + n) / 2 - 1
  far <- function(t) abs(seen - t) - qnorm(.975) * sqrt(ties * t * (1 - t) * (1 + more * ((1 - t) / (2 - t) + t / (1 + t))) / (m * n))
  2 * c(uniroot(far, c(0, seen), tol = 1e-14)$root, uniroot(far, c(seen, 1), tol = 1e-14)$root) - 1
}
tables <- list(danehill = rbind(c(1, 3, 3), c(1, 1, 0)), wide = rbind(c(2, 5, 7, 4), c(6, 4, 3, 1)),
               level = rbind(c(2, 2, 2), c(2, 2, 2)), many = rbind(c(40, 75, 90, 60, 35, 22), c(55, 80, 70, 41, 30, 12)))
ordered <- lapply(tables, function(t) {
  level <- unlist(lapply(1:2, function(i) rep(seq_len(ncol(t)), t[i, ]))); group <- rep(1:2, rowSums(t))
  exact <- sum(t) < 50
  delta <- suppressWarnings(cliffs_delta(level[group == 1], level[group == 2]))$r_rank_biserial
  bounds <- method_5(delta, sum(t[1, ]), sum(t[2, ]), 1 - sum(colSums(t)^3 - colSums(t)) / (sum(t)^3 - sum(t)))
  list(rows = t, value = delta, lower = bounds[1], upper = bounds[2],
    p = if (exact) as.numeric(pvalue(wilcox_test(level ~ factor(group), distribution = "exact")))
        else suppressWarnings(wilcox.test(level[group == 1], level[group == 2], exact = FALSE, correct = TRUE))$p.value,
    any = if (exact) fisher.test(t)$p.value else chisq.test(t, correct = FALSE)$p.value)
})

# Cells: both, only before, only after, neither.
newcombe_paired <- function(x) {
  n <- sum(x); seen <- rep(list(c(1, 1), c(1, 0), c(0, 1), c(0, 0)), x); seen <- do.call(rbind, seen)
  one <- mean(seen[, 2]); other <- mean(seen[, 1])
  a <- suppressWarnings(wilson(sum(seen[, 2]), n)); b <- suppressWarnings(wilson(sum(seen[, 1]), n))
  phi <- if (sd(seen[, 1]) * sd(seen[, 2]) == 0) 0 else cor(seen)[1, 2]
  # In terms of the correlation, n/2 off its numerator is n/2 over the geometric mean of the four margins.
  step <- (n / 2) / sqrt(prod(sum(seen[, 1]), n - sum(seen[, 1]), sum(seen[, 2]), n - sum(seen[, 2])))
  if (phi > 0) phi <- max(phi - step, 0)
  side <- function(u, v) sqrt(u^2 + v^2 - 2 * phi * u * v)
  finding(100 * (one - other), 100 * (one - other - side(one - a[1], b[2] - other)),
          100 * (one - other + side(a[2] - one, other - b[1])),
          if (x[2] + x[3]) binom.test(x[3], x[2] + x[3])$p.value else 1)
}
cells <- list(printed = c(20, 2, 12, 16), falling = c(5, 11, 3, 9), against = c(2, 8, 9, 3), nobody_moved = c(4, 0, 0, 6),
              all_rose = c(0, 0, 7, 0), large = c(120, 31, 58, 91))
change <- lapply(cells, function(x) c(list(cells = x), newcombe_paired(x)))

share <- binom.test(27, 107, .5)
known <- finding(100 * (27 / 107 - .5), 100 * (wilson(27, 107)[1] - .5), 100 * (wilson(27, 107)[2] - .5), share$p.value)

cat(toJSON(list(signed = signed, unpaired = unpaired, holm = list(p = ps, adjusted = p.adjust(ps, "holm")),
  fisher = fisher, ordered = ordered, change = change, share_against = known),
  auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = FALSE), "\n")
